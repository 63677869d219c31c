import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { answerOf, api } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";
import { useAnnounce } from "../../ui/status/status-region.tsx";
import { Answered, NotAnswered } from "../answered.tsx";
import { ExplorationView } from "./exploration.tsx";
import styles from "./explorer.module.css";
import { RequestForm } from "./request-form.tsx";
import { type Draft, EMPTY, type ExplorerPerson, requestOf } from "./request.ts";

/** A request to the FHIR gateway, and each step from the policy to the answer. */
export function Screen() {
  const query = useAnswer(["explorer", "people"], () => answerOf(api.explorer.people.$get()));
  return (
    <Page>
      <PageHeader
        title="API explorer"
        lead="Send a request through the FHIR gateway and see what the policy permitted, what the clinical system was asked, and what was rebuilt for the answer. It is a real request: the record holds it."
      />
      <Answered query={query} what="whom you may send a request as">
        {({ people }) => <Explorer people={people} />}
      </Answered>
    </Page>
  );
}

function Explorer({ people }: { readonly people: readonly ExplorerPerson[] }) {
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const announce = useAnnounce();
  const sending = useMutation({
    mutationFn: (sent: Draft) => answerOf(api.explorer.$post({ json: requestOf(sent) })),
    onSuccess: ({ reply }) => announce(`Answered with status ${reply.status}`),
  });
  const send = () => sending.mutate(draft);
  return (
    <div className={styles["columns"]}>
      <RequestForm
        people={people}
        draft={draft}
        onChange={setDraft}
        onSend={send}
        isSending={sending.isPending}
      />
      {sending.error !== null && (
        <NotAnswered problem={problemOf(sending.error)} what="the answer" onRetry={send} />
      )}
      {sending.error === null && sending.data === undefined && (
        <EmptyState
          state={{
            kind: "none-yet",
            title: "Nothing has been sent yet",
            text: "Write a path, or take one of the examples, and press Send.",
          }}
        />
      )}
      {sending.error === null && sending.data !== undefined && <ExplorationView exploration={sending.data} />}
    </div>
  );
}
