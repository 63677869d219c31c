import type { AnyRouter } from "@tanstack/react-router";

/**
 * Says, once after each change of the path, that the page was navigated to: then its heading takes the focus. The
 * first page is not, and a change of tab or filter is not.
 */
export function watchNavigation(router: AnyRouter): () => boolean {
  let pending = false;
  router.subscribe("onBeforeNavigate", ({ fromLocation, pathChanged }) => {
    if (fromLocation !== undefined && pathChanged) pending = true;
  });
  return () => {
    const was = pending;
    pending = false;
    return was;
  };
}
