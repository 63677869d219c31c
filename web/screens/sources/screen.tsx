import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answerOf, api } from "../../api/client.ts";
import { useSession } from "../../api/session-context.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { useAnnounce } from "../../ui/status/status-region.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { Answered } from "../answered.tsx";
import { Rejects } from "./rejects.tsx";
import { SourceForm } from "./source-form.tsx";
import styles from "./sources.module.css";
import { draftOf, KINDS, NO_SOURCE, sentOf, type Source, type SourceDraft, STATES, sumOf } from "./source.ts";

type Open = { readonly kind: "new" } | { readonly kind: "change" | "rejects"; readonly source: Source };

/** Systems whose logs come in, and whether they still do. */
export function Screen() {
  const { session } = useSession();
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  const saving = useSaving(close);
  const show = (next: Open): void => {
    saving.reset();
    setOpen(next);
  };
  const query = useAnswer(["sources"], () => answerOf(api.sources.$get()));
  const mayChange = session.controls.includes("record.sources");
  return (
    <Page>
      <PageHeader
        title="Sources of the record"
        lead="Systems that send their own log here, so that one record answers for all of them. A source that sends nothing for its interval is silent, and its silence is in the record."
        actions={
          mayChange && (
            <Button kind="primary" icon="plus" onPress={() => show({ kind: "new" })}>
              Register a source
            </Button>
          )
        }
      />
      <Answered query={query} what="the sources">
        {({ sources }) => (
          <DataTable
            label="Sources of the record"
            columns={columnsFor(show)}
            rows={sources}
            rowKey={({ id }) => id}
            csvName="record-sources"
            {...(mayChange ? { onOpen: (source: Source) => show({ kind: "change", source }) } : {})}
            empty={{
              kind: "none-yet",
              title: "No system sends its log yet",
              text: "Register one, then have it send AuditEvents, ATNA messages or files.",
            }}
          />
        )}
      </Answered>
      {open?.kind === "rejects" && <Rejects source={open.source} onClose={close} />}
      {open !== null && open.kind !== "rejects" && (
        <SourceForm
          title={open.kind === "new" ? "Register a source" : `Change ${open.source.name}`}
          draft={open.kind === "new" ? NO_SOURCE : draftOf(open.source)}
          isNew={open.kind === "new"}
          isBusy={saving.isPending}
          error={saving.error}
          onClose={close}
          onSend={(draft) => saving.mutate({ draft, of: open.kind === "new" ? null : open.source })}
        />
      )}
    </Page>
  );
}

function columnsFor(show: (open: Open) => void): readonly Column<Source>[] {
  const count = (what: "accepted" | "duplicate", title: string): Column<Source> => ({
    id: what,
    title,
    align: "end",
    cell: (source) => sumOf(source, what).toLocaleString("en-US"),
    csv: (source) => sumOf(source, what),
  });
  return [
    { id: "name", title: "Source", cell: ({ name }) => name, csv: ({ name }) => name },
    {
      id: "state",
      title: "Standing",
      cell: ({ state }) => <Badge tone={STATES[state].tone}>{STATES[state].text}</Badge>,
      csv: ({ state }) => state,
    },
    { id: "kind", title: "How it sends", cell: ({ kind }) => KINDS[kind], csv: ({ kind }) => kind },
    {
      id: "seen",
      title: "Last seen",
      cell: ({ seenAt }) => (seenAt === null ? "never" : <TimeText at={seenAt} />),
      csv: ({ seenAt }) => seenAt,
    },
    count("accepted", "Taken in 14 days"),
    count("duplicate", "Sent again"),
    {
      id: "rejected",
      title: "Not taken",
      align: "end",
      cell: (source) => (
        <span className={styles["count"]}>
          <Button
            kind="quiet"
            size="small"
            aria-label={`${sumOf(source, "rejected").toLocaleString("en-US")} not taken of ${source.name}`}
            onPress={() => show({ kind: "rejects", source })}
          >
            {sumOf(source, "rejected").toLocaleString("en-US")}
          </Button>
        </span>
      ),
      csv: (source) => sumOf(source, "rejected"),
    },
    { id: "owner", title: "Who answers for it", cell: ({ owner }) => owner, csv: ({ owner }) => owner },
  ];
}

interface Saved {
  readonly draft: SourceDraft;
  /** Null: a new one. */
  readonly of: Source | null;
}

function useSaving(onDone: () => void) {
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: ({ draft, of }: Saved) => {
      const json = sentOf(draft);
      if (of === null) return answerOf(api.sources.$post({ json }));
      const { id: _id, kind: _kind, ...changed } = json;
      const header = { "if-match": String(of.version) };
      return answerOf(api.sources[":id"].$patch({ param: { id: of.id }, header, json: changed }));
    },
    onSuccess: ({ name }) => {
      announce(`${name} is registered`);
      onDone();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["answer"] }),
  });
}
