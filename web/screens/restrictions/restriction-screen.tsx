import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { answerOf, api, recordedAnswerOf } from "../../api/client.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import { DescriptionList } from "../../ui/layout/description-list.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { Answered } from "../answered.tsx";
import { ActDialog, EndDialog, WordsDialog } from "./act-dialog.tsx";
import { ActsTable } from "./acts-table.tsx";
import { Done, NotDone } from "./outcome.tsx";
import { RegisterPage } from "./register-page.tsx";
import type { Ground, Restriction } from "./register.ts";
import { useAct } from "./use-act.ts";
import { BASES, KINDS, listed, RECIPIENTS, RESTRICTION_STATUS } from "./words.ts";

/** One restriction: what it says, what may be done about it, and what was. */
export function Screen() {
  const params: { readonly id?: string } = useParams({ strict: false });
  const id = params.id ?? "";
  const query = useAnswer(["restriction", id], () =>
    answerOf(api.restrictions[":id"].$get({ param: { id } })),
  );
  return (
    <RegisterPage
      tab="restrictions"
      title="Restriction"
      lead="What it says, what may be done about it, and what was done."
    >
      <Answered query={query} what="the restriction">
        {(restriction) => <Shown restriction={restriction} />}
      </Answered>
    </RegisterPage>
  );
}

type Doing =
  | { readonly kind: "accept" }
  | { readonly kind: "refuse"; readonly reason: string }
  | { readonly kind: "end"; readonly ground: Ground };

const CONFLICT = "Somebody else was quicker. What stands now is below.";

function Shown({ restriction }: { readonly restriction: Restriction }) {
  const { id, status } = restriction;
  const [asked, setAsked] = useState<Doing["kind"] | null>(null);
  const acting = useAct({
    act: (doing: Doing) => recordedAnswerOf(sent(id, doing)),
    said: (kept: Restriction) => SAID[kept.status],
  });
  return (
    <>
      {acting.done !== null && <Done {...acting.done} />}
      {acting.error !== null && <NotDone error={acting.error} conflict={CONFLICT} />}
      <Panel
        title={RESTRICTION_STATUS[status].text}
        actions={<Buttons status={status} isBusy={acting.isPending} onAsk={setAsked} />}
      >
        <Terms restriction={restriction} />
      </Panel>
      <ActsTable acts={restriction.acts} />
      <Asking asked={asked} onClose={() => setAsked(null)} onAct={acting.mutate} />
    </>
  );
}

const SAID: Readonly<Record<Restriction["status"], string>> = {
  requested: "It waits for an answer",
  agreed: "Agreed to: in force with the next request",
  refused: "Refused",
  terminated: "Ended: it binds no longer",
};

function sent(id: string, doing: Doing) {
  const one = api.restrictions[":id"];
  const param = { id };
  if (doing.kind === "accept") return one.accept.$post({ param });
  if (doing.kind === "refuse") return one.refuse.$post({ param, json: { reason: doing.reason } });
  return one.terminate.$post({ param, json: { ground: doing.ground } });
}

interface ButtonsProps {
  readonly status: Restriction["status"];
  readonly isBusy: boolean;
  readonly onAsk: (kind: Doing["kind"]) => void;
}

function Buttons({ status, isBusy, onAsk }: ButtonsProps) {
  if (status === "agreed")
    return (
      <Button kind="danger" isPending={isBusy} onPress={() => onAsk("end")}>
        End it
      </Button>
    );
  if (status !== "requested") return null;
  return (
    <>
      <Button isPending={isBusy} onPress={() => onAsk("refuse")}>
        Refuse
      </Button>
      <Button kind="primary" isPending={isBusy} onPress={() => onAsk("accept")}>
        Agree
      </Button>
    </>
  );
}

interface AskingProps {
  readonly asked: Doing["kind"] | null;
  readonly onClose: () => void;
  readonly onAct: (doing: Doing) => void;
}

function Asking({ asked, onClose, onAct }: AskingProps) {
  if (asked === "end")
    return <EndDialog onClose={onClose} onAct={(ground) => onAct({ kind: "end", ground })} />;
  if (asked === "refuse")
    return (
      <WordsDialog
        title="Refuse this restriction?"
        button="Refuse it"
        text="We are not required to agree, 45 CFR 164.522(a)(1)(ii). Tell the individual, who may ask again."
        label="Why"
        onClose={onClose}
        onAct={(reason) => onAct({ kind: "refuse", reason })}
      />
    );
  if (asked === "accept")
    return (
      <ActDialog
        title="Agree to this restriction?"
        button="Agree"
        onClose={onClose}
        onAct={() => onAct({ kind: "accept" })}
      >
        <p>
          It binds us from the next request on, emergency treatment aside, until its last day is over or the
          individual ends it. It is not ended here on our side alone.
        </p>
      </ActDialog>
    );
  return null;
}

function Terms({ restriction }: { readonly restriction: Restriction }) {
  const { id, patient, kind, refs, recipients, bases, elements, from, until } = restriction;
  return (
    <>
      <DescriptionList
        items={[
          { term: "Patient", value: <code>{patient}</code> },
          { term: "Rests on", value: <Badge tone="outline">{KINDS[kind]}</Badge> },
          { term: "Records", value: refs.join(", ") || "every record of the patient" },
          {
            term: "Whom it binds",
            value: listed(recipients, RECIPIENTS, "every recipient, and our own uses"),
          },
          { term: "For", value: listed(bases, BASES, "treatment, payment and health care operations") },
          { term: "Elements", value: elements.join(", ") || "all of them" },
          { term: "From", value: from === null ? "at once" : <TimeText at={from} /> },
          { term: "Until", value: until === null ? "the individual ends it" : <TimeText at={until} /> },
          { term: "Id", value: <code>{id}</code> },
        ]}
      />
      {kind === "self-pay" && (
        <p>
          What was paid in full may not be refused, 45 CFR 164.522(a)(1)(vi): it holds until the individual
          ends it.
        </p>
      )}
    </>
  );
}
