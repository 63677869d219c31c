import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useMemo, useSyncExternalStore } from "react";
import { RouterProvider as AriaRouterProvider } from "react-aria-components";
import { useSession } from "../api/session-context.tsx";
import { cx } from "../ui/class-names.ts";
import { CommandProvider } from "../ui/commands/commands.tsx";
import { useFirstFault } from "./first-fault.ts";
import { Header } from "./header.tsx";
import { useKeptFocus } from "./kept-focus.ts";
import { Navigation, usableScreens } from "./navigation.tsx";
import { onSettings, singleKeysOn } from "./settings.ts";
import { ShellCommands } from "./shell-commands.tsx";
import styles from "./shell.module.css";

/** What stands around every screen: header, navigation, commands, keyboard, focus. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const router = useRouter();
  const singleKeys = useSyncExternalStore(onSettings, singleKeysOn);
  const go = useMemo(() => (href: string, state?: object) => router.history.push(href, state), [router]);
  return (
    <AriaRouterProvider navigate={go}>
      <CommandProvider singleKeys={singleKeys}>
        <Frame>{children}</Frame>
      </CommandProvider>
    </AriaRouterProvider>
  );
}

function Frame({ children }: { readonly children: ReactNode }) {
  const state = useSession();
  useFirstFault();
  useKeptFocus();
  const alone = usableScreens(state).length === 0;
  return (
    <ShellCommands>
      <div className={cx(styles["shell"], alone && styles["alone"])}>
        <a className={styles["skip"]} href="#main">
          Skip to the content
        </a>
        <Header />
        {!alone && <Navigation />}
        <main id="main" tabIndex={-1} className={styles["main"]}>
          {children}
        </main>
      </div>
    </ShellCommands>
  );
}
