import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { answerOf, api, recordedAnswerOf } from "../../api/client.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Button } from "../../ui/button/button.tsx";
import { DescriptionList } from "../../ui/layout/description-list.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { Answered } from "../answered.tsx";
import { WordsDialog } from "./act-dialog.tsx";
import { ActsTable } from "./acts-table.tsx";
import { Done, NotDone } from "./outcome.tsx";
import { RegisterPage } from "./register-page.tsx";
import type { Consent } from "./register.ts";
import { useAct } from "./use-act.ts";
import { BASES, CONSENT_STATUS, listed, RECIPIENTS } from "./words.ts";

/** One consent: what it opens to whom, and what was done about it. */
export function Screen() {
  const params: { readonly id?: string } = useParams({ strict: false });
  const id = params.id ?? "";
  const query = useAnswer(["consent", id], () => answerOf(api.consents[":id"].$get({ param: { id } })));
  return (
    <RegisterPage
      tab="consents"
      title="Part 2 consent"
      lead="What it opens to whom, and what was done about it."
    >
      <Answered query={query} what="the consent">
        {(consent) => <Shown consent={consent} />}
      </Answered>
    </RegisterPage>
  );
}

const CONFLICT = "Somebody else was quicker. What stands now is below.";

function Shown({ consent }: { readonly consent: Consent }) {
  const { id, status, acts } = consent;
  const [isAsked, setAsked] = useState(false);
  const revoking = useAct({
    act: (note: string) =>
      recordedAnswerOf(
        api.consents[":id"].revoke.$post({ param: { id }, json: note === "" ? {} : { note } }),
      ),
    said: (_kept: Consent) => "Revoked: nothing more leaves on it",
  });
  const revoke = (
    <Button kind="danger" isPending={revoking.isPending} onPress={() => setAsked(true)}>
      Revoke
    </Button>
  );
  return (
    <>
      {revoking.done !== null && <Done {...revoking.done} />}
      {revoking.error !== null && <NotDone error={revoking.error} conflict={CONFLICT} />}
      <Panel title={CONSENT_STATUS[status].text} {...(status === "given" ? { actions: revoke } : {})}>
        <Terms consent={consent} />
      </Panel>
      <ActsTable acts={acts} />
      {isAsked && (
        <WordsDialog
          title="Has the patient revoked this consent?"
          button="Revoke it"
          isDanger
          text="Nothing more is disclosed on it from the next request on. What was disclosed before stays so, 42 CFR 2.31(a)(6)."
          label="How the patient revoked it"
          isOptional
          onClose={() => setAsked(false)}
          onAct={revoking.mutate}
        />
      )}
    </>
  );
}

function Terms({ consent }: { readonly consent: Consent }) {
  const { id, patient, discloser, description, recipients, bases, signedAt, until } = consent;
  return (
    <DescriptionList
      items={[
        { term: "Patient", value: <code>{patient}</code> },
        { term: "Who may disclose", value: discloser },
        { term: "How much, what kind", value: description },
        { term: "To whom", value: listed(recipients, RECIPIENTS, "nobody") },
        { term: "For", value: listed(bases, BASES, "nothing") },
        { term: "Signed", value: <TimeText at={signedAt} /> },
        { term: "Until", value: until === null ? "no end" : <TimeText at={until} /> },
        { term: "Id", value: <code>{id}</code> },
      ]}
    />
  );
}
