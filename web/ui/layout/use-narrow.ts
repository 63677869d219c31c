import { useSyncExternalStore } from "react";

const QUERY = "(max-width: 60rem)";

/** True where side by side has no room: phones, and a page at 400 %. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(QUERY);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => matchMedia(QUERY).matches,
  );
}
