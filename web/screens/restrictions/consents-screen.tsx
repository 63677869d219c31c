import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { answerOf, api, recordedAnswerOf } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useSession } from "../../api/session-context.tsx";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button, TextLink } from "../../ui/button/button.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { TimeText } from "../../ui/text/time-text.tsx";
import { ConsentForm } from "./consent-form.tsx";
import { type ConsentDraft, newConsent } from "./drafts.ts";
import { Done } from "./outcome.tsx";
import { RegisterPage } from "./register-page.tsx";
import { RegisterTable } from "./register-table.tsx";
import type { Consent } from "./register.ts";
import { useAct } from "./use-act.ts";
import { useFilters } from "./use-filters.ts";
import { usePages } from "./use-pages.ts";
import { BASES, CONSENT_STATUS, listed, RECIPIENTS } from "./words.ts";

const COLUMNS: readonly Column<Consent>[] = [
  { id: "patient", title: "Patient", cell: ({ patient }) => <code>{patient}</code> },
  { id: "status", title: "Standing", cell: ({ status }) => <Standing status={status} /> },
  { id: "discloser", title: "Who may disclose", cell: ({ discloser }) => discloser },
  { id: "recipients", title: "To whom", cell: ({ recipients }) => listed(recipients, RECIPIENTS, "nobody") },
  { id: "bases", title: "For", cell: ({ bases }) => listed(bases, BASES, "nothing") },
  {
    id: "signed",
    title: "Signed",
    cell: ({ signedAt }) => <TimeText at={signedAt} form="absolute" />,
  },
  {
    id: "until",
    title: "Until",
    cell: ({ until }) => (until === null ? "no end" : <TimeText at={until} form="absolute" />),
  },
];

function Standing({ status }: Pick<Consent, "status">) {
  const { text, tone } = CONSENT_STATUS[status];
  return <Badge tone={tone}>{text}</Badge>;
}

/** Written consents to disclose records of a Part 2 program, 42 CFR 2.31. */
export function Screen() {
  const { session } = useSession();
  const [isWriting, setWriting] = useState(false);
  const adding = useAdding(() => setWriting(false));
  const write = (): void => {
    adding.reset();
    setWriting(true);
  };
  return (
    <RegisterPage
      tab="consents"
      title="Part 2 consents"
      lead="Written consents to disclose records of a substance use disorder program. Without one such a record does not leave; what leaves carries the notice."
      actions={
        session.controls.includes("part2-consent.register") && (
          <Button kind="primary" icon="plus" onPress={write}>
            Register a consent
          </Button>
        )
      }
    >
      {adding.done !== null && (
        <Done {...adding.done}>
          <TextLink href={`/restrictions/consents/${adding.done.kept.id}`}>Open it</TextLink>
        </Done>
      )}
      <List />
      {isWriting && (
        <ConsentForm
          isBusy={adding.isPending}
          error={adding.error}
          onClose={() => setWriting(false)}
          onSend={adding.mutate}
        />
      )}
    </RegisterPage>
  );
}

function List() {
  const filters = useFilters(CONSENT_STATUS);
  const navigate = useNavigate();
  const pages = usePages("consents", filters.asked, (json) =>
    answerOf(api.consents["_search"].$post({ json })),
  );
  return (
    <RegisterTable
      what="consents"
      columns={COLUMNS}
      pages={pages}
      rowsOf={({ consents }) => consents}
      statuses={CONSENT_STATUS}
      filters={filters}
      onOpen={({ id }) => void navigate({ to: `/restrictions/consents/${id}` })}
      none="One appears here once a signed form is registered."
    />
  );
}

/** As for restrictions: sent twice it is one. */
function useAdding(onDone: () => void) {
  const [id, setId] = useState(() => crypto.randomUUID());
  const renew = (): void => setId(crypto.randomUUID());
  return useAct({
    act: (draft: ConsentDraft) => recordedAnswerOf(api.consents.$post({ json: newConsent(id, draft) })),
    said: (_kept: Consent) => "Registered: what it names may leave from now on",
    onDone: () => {
      renew();
      onDone();
    },
    onFailed: (error) => {
      if (problemOf(error).code === "conflict") renew();
    },
  });
}
