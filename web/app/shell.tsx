import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { RouterProvider as AriaRouterProvider } from "react-aria-components";
import { useSession } from "../api/session-context.tsx";
import { cx } from "../ui/class-names.ts";
import { CommandProvider } from "../ui/commands/commands.tsx";
import { NavigatedContext } from "../ui/layout/page.tsx";
import { Header } from "./header.tsx";
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
  const alone = usableScreens(state).length === 0;
  const wasNavigated = useWasNavigated();
  return (
    <NavigatedContext value={wasNavigated}>
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
    </NavigatedContext>
  );
}

/** True once after the path changed, so that the new page's heading takes the focus; false for the first page. */
function useWasNavigated(): () => boolean {
  const router = useRouter();
  const pending = useRef(false);
  useEffect(
    () =>
      router.subscribe("onBeforeNavigate", ({ fromLocation, pathChanged }) => {
        if (fromLocation !== undefined && pathChanged) pending.current = true;
      }),
    [router],
  );
  return useCallback(() => {
    const was = pending.current;
    pending.current = false;
    return was;
  }, []);
}
