import { Link } from "react-aria-components/Link";
import { useSession } from "../api/session-context.tsx";
import { SystemBadge } from "../ui/badge/badge.tsx";
import { Button, IconButton, LinkButton } from "../ui/button/button.tsx";
import { Menu } from "../ui/overlay/menu.tsx";
import { AskPrivacy } from "./ask-privacy.tsx";
import { NavigationMenu } from "./navigation.tsx";
import { PurposePicker } from "./purpose-picker.tsx";
import { Settings } from "./settings-popover.tsx";
import { useShell } from "./shell-commands.tsx";
import styles from "./shell.module.css";

/** Purpose and system at all times, and help in the same place on every page (WCAG 3.2.6). */
export function Header() {
  const { session } = useSession();
  const { openPalette } = useShell();
  return (
    <header className={styles["header"]}>
      <NavigationMenu />
      <Link href="/" className={styles["brand"] ?? ""}>
        <Mark />
        Modicum
      </Link>
      <div className={styles["context"]}>
        <PurposePicker />
        <SystemBadge system={session.system} />
      </div>
      <div className={styles["tools"]}>
        <IconButton icon="command" label="Commands" onPress={openPalette} />
        <AskPrivacy />
        <Settings />
        <PersonMenu />
      </div>
    </header>
  );
}

function PersonMenu() {
  const { session, signOut } = useSession();
  if (session.person === null) {
    return (
      <LinkButton href="/sign-in" size="small">
        Sign in
      </LinkButton>
    );
  }
  const { displayName, roles } = session.person;
  const another = session.signIn.kind === "demo";
  return (
    <Menu
      label="Your account"
      trigger={
        <Button kind="quiet" aria-label={`Your account: ${displayName}`}>
          <span className={styles["initials"]}>{initialsOf(displayName)}</span>
          <span className={styles["onlyWide"]}>{displayName}</span>
        </Button>
      }
      groups={[
        {
          title: `${displayName}, ${roles.map(({ title }) => title).join(", ")}`,
          entries: [
            ...(another
              ? [
                  {
                    id: "another",
                    label: "Sign in as someone else",
                    icon: "person",
                    href: "/sign-in",
                  } as const,
                ]
              : []),
            { id: "out", label: "Sign out", icon: "signOut", onAction: () => void signOut() },
          ],
        },
      ]}
    />
  );
}

/** `Bea Biller` → `BB`. */
function initialsOf(name: string): string {
  const words = name.split(" ").filter((word) => word !== "");
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.charAt(0) ?? "")
    .join("");
}

function Mark() {
  return (
    <svg aria-hidden="true" width="20" height="20" viewBox="0 0 32 32">
      <rect width="32" height="32" rx="7" fill="currentColor" />
      <path d="M8 10h16M8 16h11M8 22h6" stroke="var(--on-accent)" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
