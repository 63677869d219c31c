import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useCallback } from "react";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The id of the patient in view. Here and not in the path: a URL is copied, logged and looked at by others. */
    patient?: string;
    /** The id of the person whom a list is narrowed to; a patient may sign in too, so that it is in no URL either. */
    person?: string;
    /** A purpose to declare on arrival, where a link opens a chart as somebody for something. */
    purpose?: string;
  }
}

/** The patient in view, from the history entry: survives a reload, goes back with Back, stands in no URL. */
export function usePatientInView(): readonly [string | null, (id: string | null) => void] {
  const patient = useRouterState({ select: ({ location }) => location.state.patient ?? null });
  const navigate = useNavigate();
  const show = useCallback(
    (id: string | null) => {
      void navigate({
        to: ".",
        search: true,
        state: ({ patient: _before, ...others }) => (id === null ? others : { ...others, patient: id }),
      });
    },
    [navigate],
  );
  return [patient, show];
}
