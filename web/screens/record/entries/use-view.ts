import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { searchOf, type View, viewOf } from "./view.ts";

/** The filters from the address, and a way to change them there. */
export function useView(): readonly [View, (view: View) => void] {
  const search = useRouterState({
    select: ({ location }) => location.search as Readonly<Record<string, unknown>>,
  });
  const navigate = useNavigate();
  const view = useMemo(() => viewOf(search), [search]);
  const setView = useCallback(
    (next: View) =>
      void navigate({ to: ".", search: () => searchOf(next) as never, state: true, replace: true }),
    [navigate],
  );
  return [view, setView];
}
