import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../api/problem.ts";
import { useSession } from "../../api/session-context.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { useAnnounce } from "../../ui/status/status-region.tsx";
import { FoundPatient, NobodyFound } from "./found.tsx";
import { KeyForms } from "./key-forms.tsx";
import { lookUp } from "./lookup.ts";
import { NotAnswered } from "../answered.tsx";

/** One patient by exact key. What was typed and who was found stand in no address, title or history. */
export function Screen() {
  const { session, purpose } = useSession();
  return (
    <Page>
      <PageHeader
        title="Find a patient"
        lead="One patient beyond those booked, by exact record number, or by name and birth date. Every lookup is recorded; too many in vain lock it."
      />
      <Lookup key={`${session.person?.id ?? ""} ${purpose?.id ?? ""}`} />
    </Page>
  );
}

function Lookup() {
  const announce = useAnnounce();
  // Empties the forms for the next patient.
  const [round, setRound] = useState(0);
  const lookup = useMutation({
    mutationFn: lookUp,
    gcTime: 0,
    onSuccess: () => announce("One patient was found"),
    onError: () => announce("No patient was found"),
  });
  const again = (): void => {
    lookup.reset();
    setRound((before) => before + 1);
  };
  if (lookup.data !== undefined) return <FoundPatient patient={lookup.data} onAgain={again} />;
  const problem = lookup.error === null ? null : problemOf(lookup.error);
  return (
    <>
      <KeyForms key={round} isBusy={lookup.isPending} onKey={(key) => lookup.mutate(key)} />
      {problem !== null &&
        (problem.code === "not_found" && lookup.variables !== undefined ? (
          <NobodyFound asked={lookup.variables} />
        ) : (
          <NotAnswered problem={problem} what="the patient" onRetry={again} />
        ))}
    </>
  );
}
