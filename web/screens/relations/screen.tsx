import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { answerOf, api } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Button } from "../../ui/button/button.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { DataTable } from "../../ui/table/data-table.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { TimeText } from "../../ui/text/time-text.tsx";
import { Answered, NotAnswered } from "../answered.tsx";

type Status = InferResponseType<typeof api.relations.status.$get, 200>;
type Source = Status["sources"][number];

const COLUMNS: readonly Column<Source>[] = [
  { id: "source", title: "Source", cell: ({ source }) => source, csv: ({ source }) => source },
  {
    id: "facts",
    title: "Facts",
    align: "end",
    cell: ({ facts }) => facts.toLocaleString("en-US"),
    csv: ({ facts }) => facts,
  },
  {
    id: "people",
    title: "Who hold one",
    align: "end",
    cell: ({ people }) => people.toLocaleString("en-US"),
    csv: ({ people }) => people,
  },
  {
    id: "read",
    title: "Last read",
    cell: ({ syncedAt }) => (syncedAt === null ? "never" : <TimeText at={syncedAt} />),
    csv: ({ syncedAt }) => syncedAt,
  },
  {
    id: "failure",
    title: "Last failure",
    cell: (source) => <Failure source={source} />,
    csv: ({ lastFailure }) => lastFailure,
  },
];

/** Why people have to do with patients: where the facts come from, and how fresh they are. */
export function Screen() {
  const query = useAnswer(["relations"], () => answerOf(api.relations.status.$get()));
  const sync = useSync();
  return (
    <Page>
      <PageHeader
        title="Relation facts"
        lead="Why a person has to do with a patient: care teams, visits, claims, orders. They are read from the clinical system every few minutes; a fact that is stale counts as absent."
        actions={
          <Button icon="retry" isPending={sync.isPending} onPress={() => sync.mutate()}>
            {sync.isPending ? "Reading…" : "Read now"}
          </Button>
        }
      />
      {sync.error !== null && (
        <NotAnswered problem={problemOf(sync.error)} what="the facts" onRetry={() => sync.mutate()} />
      )}
      <Answered query={query} what="the sources">
        {({ sources }) => (
          <DataTable
            label="Sources of relation facts"
            columns={COLUMNS}
            rows={sources}
            rowKey={({ source }) => source}
            csvName="relation-sources"
            empty={{
              kind: "none-yet",
              title: "No source has been read yet",
              text: "Read them now, or wait for the next round.",
            }}
          />
        )}
      </Answered>
    </Page>
  );
}

function Failure({ source: { lastFailure, lastFailureAt } }: { readonly source: Source }) {
  if (lastFailure === null) return "none";
  return (
    <>
      <code>{lastFailure}</code>
      {lastFailureAt !== null && (
        <>
          {" "}
          <TimeText at={lastFailureAt} />
        </>
      )}
    </>
  );
}

function useSync() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answerOf(api.relations.sync.$post()),
    onSettled: () => client.invalidateQueries({ queryKey: ["answer"] }),
  });
}
