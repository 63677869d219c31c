import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
} from "@tanstack/react-router";
import { type FunctionComponent, Suspense } from "react";
import { useSession } from "../api/session-context.tsx";
import { type Up, UpContext } from "../ui/layout/page.tsx";
import { Skeleton } from "../ui/state/skeleton.tsx";
import { CrashScreen } from "./crash-screen.tsx";
import { NotFoundScreen } from "./not-found-screen.tsx";
import { NotForYouScreen } from "./not-for-you-screen.tsx";
import { LANDING, type ScreenRoute, SCREENS } from "./routes.tsx";
import { Shell } from "./shell.tsx";

/** The router over the table of screens; each screen's code is loaded when it is first shown. */
export function createConsoleRouter() {
  const root = createRootRoute({
    component: Root,
    notFoundComponent: NotFoundScreen,
    errorComponent: CrashScreen,
  });
  const landing = createRoute({ getParentRoute: () => root, path: "/", component: Landing });
  return createRouter({
    routeTree: root.addChildren([landing, ...SCREENS.map((screen) => routeOf(screen, root))]),
    defaultPendingComponent: Pending,
    defaultErrorComponent: CrashScreen,
    defaultNotFoundComponent: NotFoundScreen,
    scrollRestoration: true,
  });
}

const SignIn = lazyRouteComponent(() => import("../screens/sign-in/screen.tsx"), "Screen");

function Root() {
  return (
    <Shell>
      <Outlet />
    </Shell>
  );
}

function routeOf(
  { path, load, up, open = false, children = [], for: isFor }: ScreenRoute,
  parent: AnyRoute,
): AnyRoute {
  const Loaded = lazyRouteComponent(load, "Screen");
  const route = createRoute({
    getParentRoute: () => parent,
    path,
    component: open ? Loaded : guarded(Loaded, isFor, up ?? null),
  });
  return children.length === 0 ? route : route.addChildren(children.map((child) => routeOf(child, route)));
}

/**
 * Without a session the sign-in stands in the screen's place, so that one ends up where one wanted to go; for whom it
 * is not, a denial.
 */
function guarded(Screen: FunctionComponent, isFor: ScreenRoute["for"], up: Up | null): FunctionComponent {
  return function Guarded() {
    const state = useSession();
    const Shown =
      state.session.person === null ? SignIn : isFor?.(state) === false ? NotForYouScreen : Screen;
    return (
      <Suspense fallback={<Pending />}>
        <UpContext value={up}>
          <Shown />
        </UpContext>
      </Suspense>
    );
  };
}

function Landing() {
  const { session } = useSession();
  return <Navigate to={session.person === null ? LANDING[session.mode] : LANDING.signedIn} replace />;
}

function Pending() {
  return <Skeleton lines={5} label="Loading the page" />;
}
