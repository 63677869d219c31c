import { useRouterState } from "@tanstack/react-router";
import { Link } from "react-aria-components/Link";
import { type SessionState, useSession } from "../api/session-context.tsx";
import { IconButton } from "../ui/button/button.tsx";
import { Menu } from "../ui/overlay/menu.tsx";
import { Icon } from "../ui/text/icon.tsx";
import { GROUPS, type NavigationEntry, type PartEntry, SCREENS } from "./routes.tsx";
import styles from "./shell.module.css";

export interface UsableScreen extends NavigationEntry {
  readonly path: string;
}

/** The screens of the navigation that this person may use; none without a session. */
export function usableScreens(state: SessionState): readonly UsableScreen[] {
  if (state.session.person === null) return [];
  return SCREENS.flatMap(({ path, nav }) =>
    nav === undefined || nav.for?.(state) === false ? [] : [{ ...nav, path }],
  );
}

/** The parts of those screens that this person may use. */
export function usableParts(state: SessionState): readonly (PartEntry & { readonly path: string })[] {
  if (state.session.person === null) return [];
  return SCREENS.flatMap(({ path, part }) => (part?.for(state) === true ? [{ ...part, path }] : []));
}

/** The navigation at the side, in groups. */
export function Navigation() {
  const groups = grouped(usableScreens(useSession()));
  const path = useRouterState({ select: ({ location }) => location.pathname });
  return (
    <nav className={styles["nav"]} aria-label="Main">
      {groups.map(([title, screens]) => (
        <div key={title} className={styles["navGroup"]}>
          {groups.length > 1 && <div className={styles["navTitle"]}>{title}</div>}
          {screens.map((screen) => (
            <Link
              key={screen.path}
              href={screen.path}
              className={styles["navLink"] ?? ""}
              {...(isUnder(path, screen.path) ? { "aria-current": "page" } : {})}
            >
              <Icon name={screen.icon} />
              {screen.label}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}

/** The same navigation as a menu, where the window is narrow. */
export function NavigationMenu() {
  const groups = grouped(usableScreens(useSession()));
  if (groups.length === 0) return null;
  return (
    <div className={styles["onlyNarrow"]}>
      <Menu
        label="Main"
        trigger={<IconButton icon="menu" label="Navigation" />}
        groups={groups.map(([title, screens]) => ({
          title,
          entries: screens.map(({ path, label, icon }) => ({ id: path, label, icon, href: path })),
        }))}
      />
    </div>
  );
}

function grouped(screens: readonly UsableScreen[]): readonly (readonly [string, readonly UsableScreen[]])[] {
  return GROUPS.map((group) => [group, screens.filter((screen) => screen.group === group)] as const).filter(
    ([, members]) => members.length > 0,
  );
}

function isUnder(path: string, screen: string): boolean {
  return path === screen || path.startsWith(`${screen}/`);
}
