import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { answerOf, api, recordedAnswerOf } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useSession } from "../../api/session-context.tsx";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button, TextLink } from "../../ui/button/button.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { TimeText } from "../../ui/text/time-text.tsx";
import { newRestriction, type RestrictionDraft } from "./drafts.ts";
import { Done } from "./outcome.tsx";
import { RegisterPage } from "./register-page.tsx";
import { RegisterTable } from "./register-table.tsx";
import type { Restriction } from "./register.ts";
import { RestrictionForm } from "./restriction-form.tsx";
import { useAct } from "./use-act.ts";
import { useFilters } from "./use-filters.ts";
import { usePages } from "./use-pages.ts";
import { BASES, KINDS, listed, RECIPIENTS, RESTRICTION_STATUS } from "./words.ts";

const COLUMNS: readonly Column<Restriction>[] = [
  { id: "patient", title: "Patient", cell: ({ patient }) => <code>{patient}</code> },
  { id: "kind", title: "Rests on", cell: ({ kind }) => KINDS[kind] },
  { id: "status", title: "Standing", cell: ({ status }) => <Standing status={status} /> },
  { id: "refs", title: "Records", cell: ({ refs }) => refs.join(", ") || "every record" },
  {
    id: "recipients",
    title: "Whom it binds",
    cell: ({ recipients }) => listed(recipients, RECIPIENTS, "everyone, and our own uses"),
  },
  {
    id: "bases",
    title: "For",
    cell: ({ bases }) => listed(bases, BASES, "treatment, payment and operations"),
  },
  {
    id: "asked",
    title: "Asked for",
    cell: ({ acts: [first] }) => first !== undefined && <TimeText at={first.at} form="absolute" />,
  },
];

function Standing({ status }: Pick<Restriction, "status">) {
  const { text, tone } = RESTRICTION_STATUS[status];
  return <Badge tone={tone}>{text}</Badge>;
}

/** What individuals asked us not to use or disclose, 45 CFR 164.522(a). */
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
      tab="restrictions"
      title="Restrictions"
      lead="What individuals asked us not to use or disclose. Each is honored with the first request after it was agreed to; what was done about it is kept and only added to."
      actions={
        session.controls.includes("restriction.register") && (
          <Button kind="primary" icon="plus" onPress={write}>
            Register a restriction
          </Button>
        )
      }
    >
      {adding.done !== null && (
        <Done {...adding.done}>
          <TextLink href={`/restrictions/${adding.done.kept.id}`}>Open it</TextLink>
        </Done>
      )}
      <List />
      {isWriting && (
        <RestrictionForm
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
  const filters = useFilters(RESTRICTION_STATUS);
  const navigate = useNavigate();
  const pages = usePages("restrictions", filters.asked, (json) =>
    answerOf(api.restrictions["_search"].$post({ json })),
  );
  return (
    <RegisterTable
      what="restrictions"
      columns={COLUMNS}
      pages={pages}
      rowsOf={({ restrictions }) => restrictions}
      statuses={RESTRICTION_STATUS}
      filters={filters}
      onOpen={({ id }) => void navigate({ to: `/restrictions/${id}` })}
      none="One appears here when an individual asks for it: on paper, at the desk or by letter."
    />
  );
}

/** The id is kept until it is taken, so that what is sent twice is one; after a conflict it is a new one. */
function useAdding(onDone: () => void) {
  const [id, setId] = useState(() => crypto.randomUUID());
  const renew = (): void => setId(crypto.randomUUID());
  return useAct({
    act: (draft: RestrictionDraft) =>
      recordedAnswerOf(api.restrictions.$post({ json: newRestriction(id, draft) })),
    said: ({ status }: Restriction) =>
      status === "agreed"
        ? "Registered, and in force at once: what was paid in full may not be refused"
        : "Registered: it waits for our answer",
    onDone: () => {
      renew();
      onDone();
    },
    onFailed: (error) => {
      if (problemOf(error).code === "conflict") renew();
    },
  });
}
