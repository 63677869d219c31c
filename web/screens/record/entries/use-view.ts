import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { usePersonInView } from "../use-person-in-view.ts";
import { searchOf, type View, viewOf } from "./view.ts";

/** The filters from the address, the person from the history entry, and a way to change them there. */
export function useView(): readonly [View, (view: View) => void] {
  const search = useRouterState({
    select: ({ location }) => location.search as Readonly<Record<string, unknown>>,
  });
  const [person, statePerson] = usePersonInView();
  const navigate = useNavigate();
  const view = useMemo(() => viewOf(search, person), [search, person]);
  const setView = useCallback(
    (next: View) =>
      void navigate({
        to: ".",
        search: () => searchOf(next) as never,
        state: statePerson(next.person),
        replace: true,
      }),
    [navigate, statePerson],
  );
  return [view, setView];
}
