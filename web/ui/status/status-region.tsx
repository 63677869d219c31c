import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";
import { VisuallyHidden } from "../text/visually-hidden.tsx";

type Announce = (text: string) => void;

const StatusContext = createContext<Announce>(() => undefined);

/** Says a short thing politely to screen readers. No PHI: what is said may be heard by others in the room. */
export function useAnnounce(): Announce {
  return useContext(StatusContext);
}

/** The one `role=status` of the page: parts announce through it, nothing pops up. */
export function StatusProvider({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState("");
  const flip = useRef(false);
  const announce = useCallback((text: string) => {
    // The same words twice are said twice only when the text differs.
    flip.current = !flip.current;
    setSaid(flip.current ? text : `${text}\u00A0`);
  }, []);
  return (
    <StatusContext value={announce}>
      {children}
      <VisuallyHidden>
        <span role="status">{said}</span>
      </VisuallyHidden>
    </StatusContext>
  );
}
