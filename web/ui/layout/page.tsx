import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useRef } from "react";
import styles from "./layout.module.css";

/** Asks once whether the page was navigated to, and not merely loaded: then its heading takes the focus. */
export const NavigatedContext = createContext<() => boolean>(() => false);

/** The column that a screen stands in: its header, then its panels, evenly spaced. */
export function Page({ children }: { readonly children: ReactNode }) {
  return <div className={styles["page"]}>{children}</div>;
}

/** A heading that had the focus has just gone: the one that takes its place takes the focus too. */
let handedOver = false;

interface PageHeaderProps {
  /** In the window's title and history: no PHI, ever. */
  readonly title: string;
  /** What the heading shows when it is more than the title, such as the name of the patient in view. */
  readonly heading?: ReactNode;
  /** One or two sentences: what this page is for. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
}

/** The screen's one `h1`. Sets the window's title; after a navigation it takes the focus, so that it is read out. */
export function PageHeader({ title, heading, lead, actions }: PageHeaderProps) {
  const ref = useRef<HTMLHeadingElement>(null);
  const wasNavigated = useContext(NavigatedContext);
  useEffect(() => {
    document.title = title === "Modicum" ? title : `${title} · Modicum`;
  }, [title]);
  useEffect(() => {
    if (wasNavigated() || handedOver) ref.current?.focus();
    handedOver = false;
  }, [wasNavigated]);
  useLayoutEffect(() => {
    const heading = ref.current;
    return () => {
      handedOver = document.activeElement === heading;
    };
  }, []);
  return (
    <header className={styles["head"]}>
      <div>
        <h1 ref={ref} tabIndex={-1}>
          {heading ?? title}
        </h1>
        {lead !== undefined && <p className={styles["lead"]}>{lead}</p>}
      </div>
      {actions !== undefined && <div className={styles["actions"]}>{actions}</div>}
    </header>
  );
}
