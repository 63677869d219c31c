import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from "react";
import { Button } from "react-aria-components/Button";
import { Link } from "react-aria-components/Link";
import { type Command, useCommands } from "../commands/commands.tsx";
import { Icon } from "../text/icon.tsx";
import styles from "./layout.module.css";

/** Asks once whether the page was navigated to, and not merely loaded: then its heading takes the focus. */
export const NavigatedContext = createContext<() => boolean>(() => false);

/** The page that this one is a part of: an address, or something to do where both stand at one address. */
export type Up = {
  readonly label: string;
  /** One writes on this page: Escape does not leave it, which would drop what is not saved. The link does. */
  readonly edits?: boolean;
} & ({ readonly href: string } | { readonly onPress: () => void });

/** What the address says of where a page belongs; null: to none. */
export const UpContext = createContext<Up | null>(null);

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
  /** Only where the address does not say it. */
  readonly up?: Up;
}

/** The screen's one `h1`. Sets the window's title; after a navigation it takes the focus, so that it is read out. */
export function PageHeader({ title, heading, lead, actions, up }: PageHeaderProps) {
  const above = useContext(UpContext);
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
        <WayUp up={up ?? above} />
        <h1 ref={ref} tabIndex={-1}>
          {heading ?? title}
        </h1>
        {lead !== undefined && <p className={styles["lead"]}>{lead}</p>}
      </div>
      {actions !== undefined && <div className={styles["actions"]}>{actions}</div>}
    </header>
  );
}

const NO_COMMANDS: readonly Command[] = [];

/** The one way back, by a press, and by Escape from where nothing is written. */
function WayUp({ up }: { readonly up: Up | null }) {
  const ref = useRef<HTMLElement>(null);
  const label = up?.label;
  const edits = up?.edits ?? false;
  const commands = useMemo<readonly Command[]>(
    () =>
      label === undefined
        ? NO_COMMANDS
        : [
            {
              id: "up",
              title: `Back: ${label}`,
              group: "This screen",
              ...(edits ? {} : { keys: "Esc" }),
              run: () => ref.current?.click(),
            },
          ],
    [label, edits],
  );
  useCommands(commands);
  if (up === null) return null;
  const shown = (
    <>
      <Icon name="chevronLeft" />
      {up.label}
    </>
  );
  const className = styles["up"] ?? "";
  return "href" in up ? (
    <Link ref={ref as RefObject<HTMLAnchorElement>} href={up.href} className={className}>
      {shown}
    </Link>
  ) : (
    <Button ref={ref as RefObject<HTMLButtonElement>} onPress={up.onPress} className={className}>
      {shown}
    </Button>
  );
}
