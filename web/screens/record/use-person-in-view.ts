import { type HistoryState, useRouterState } from "@tanstack/react-router";

/** The person whom a view is about, from the history entry; and the entry's state with another in their place. */
export function usePersonInView(): readonly [string, typeof withPerson] {
  const person = useRouterState({ select: ({ location }) => location.state.person ?? "" });
  return [person, withPerson];
}

function withPerson(person: string): (state: HistoryState) => HistoryState {
  return ({ person: _before, ...others }) => (person === "" ? others : { ...others, person });
}
