import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useCallback } from "react";
import { usePatientInView } from "../../api/patient-in-view.ts";
import { idsOf } from "./words.ts";

/** The standing from the address, the patient from the history entry: a URL is copied, logged and looked at. */
export function useFilters<Status extends string>(statuses: Readonly<Record<Status, unknown>>) {
  const navigate = useNavigate();
  const [patient, setPatient] = usePatientInView();
  const search = useRouterState({
    select: ({ location }) => location.search as Readonly<Record<string, unknown>>,
  });
  const status = idsOf(statuses).find((known) => known === search["standing"]) ?? null;
  const go = useCallback(
    (standing: Status | null, keepsPatient: boolean) =>
      void navigate({
        to: ".",
        search: () => (standing === null ? {} : { standing }) as never,
        state: keepsPatient ? true : {},
        replace: true,
      }),
    [navigate],
  );
  return {
    patient,
    setPatient,
    status,
    setStatus: (standing: Status | null) => go(standing, true),
    clear: () => go(null, false),
    isFiltered: patient !== null || status !== null,
    asked: {
      ...(patient === null ? {} : { patient }),
      ...(status === null ? {} : { status }),
    },
  };
}
