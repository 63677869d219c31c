import { RouterProvider } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { SessionProvider, useSession } from "../api/session-context.tsx";
import { NavigatedContext, Page, PageHeader } from "../ui/layout/page.tsx";
import { EmptyState } from "../ui/state/empty-state.tsx";
import { Skeleton } from "../ui/state/skeleton.tsx";
import { StatusProvider } from "../ui/status/status-region.tsx";
import { TimeContext } from "../ui/text/time-text.tsx";
import { watchNavigation } from "./navigated.ts";
import { createConsoleRouter } from "./router.tsx";
import styles from "./shell.module.css";

const router = createConsoleRouter();
const wasNavigated = watchNavigation(router);

/** The console: who one is first, then the screens. */
export function App() {
  return (
    <StatusProvider>
      <SessionProvider
        pending={
          <main className={styles["main"]}>
            <Skeleton label="Loading the console" />
          </main>
        }
        failed={({ title, next }, retry) => (
          <main className={styles["main"]}>
            <Page>
              <PageHeader title="Modicum" />
              <EmptyState
                state={{ kind: "not-loaded", what: "the console", why: next ?? title, onRetry: retry }}
              />
            </Page>
          </main>
        )}
      >
        <ServerTime>
          <NavigatedContext value={wasNavigated}>
            <RouterProvider router={router} />
          </NavigatedContext>
        </ServerTime>
      </SessionProvider>
    </StatusProvider>
  );
}

/** Times are told by the server's clock: a demo may stand at another day. */
function ServerTime({ children }: { readonly children: ReactNode }) {
  const { session } = useSession();
  const source = useMemo(() => {
    const ahead = Date.parse(session.now) - Date.now();
    return { now: () => Date.now() + ahead };
  }, [session.now]);
  return <TimeContext value={source}>{children}</TimeContext>;
}
