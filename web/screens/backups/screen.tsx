import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { answerOf, api } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useSession } from "../../api/session-context.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { useAnnounce } from "../../ui/status/status-region.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { Answered, NotAnswered } from "../answered.tsx";

type Status = InferResponseType<typeof api.backups.$get, 200>;
type Run = Status["runs"][number];

const COLUMNS: readonly Column<Run>[] = [
  {
    id: "kind",
    title: "What",
    cell: ({ kind }) => (kind === "drill" ? "Drill" : "Backup"),
    csv: ({ kind }) => kind,
  },
  {
    id: "ended",
    title: "Ended",
    cell: ({ endedAt }) => <TimeText at={endedAt} />,
    csv: ({ endedAt }) => endedAt,
  },
  {
    id: "came",
    title: "Came to",
    cell: ({ failure }) =>
      failure === null ? <Badge tone="permit">Whole</Badge> : <Badge tone="deny">{failure}</Badge>,
    csv: ({ failure }) => failure ?? "whole",
  },
  { id: "backup", title: "Backup", cell: ({ backup }) => backup ?? "–", csv: ({ backup }) => backup },
  {
    id: "rows",
    title: "Rows",
    align: "end",
    cell: ({ rows }) => rows.toLocaleString("en-US"),
    csv: ({ rows }) => rows,
  },
  {
    id: "tree",
    title: "Tree of the record",
    cell: ({ tree }) =>
      tree === null ? "–" : `${tree.size.toLocaleString("en-US")} entries, ${tree.root.slice(0, 12)}…`,
    csv: ({ tree }) => tree?.root ?? null,
  },
  {
    id: "by",
    title: "Asked by",
    cell: ({ askedBy }) => askedBy ?? "the schedule",
    csv: ({ askedBy }) => askedBy,
  },
];

/** When the database was backed up, and whether a drill brought it back. */
export function Screen() {
  const { session } = useSession();
  const query = useAnswer(["backups"], () => answerOf(api.backups.$get({ query: {} })));
  const begin = useBeginning();
  const mayBegin = session.rights["backup.store"]?.includes("administer") ?? false;
  return (
    <Page>
      <PageHeader
        title="Backups and drills"
        lead="Every night, sealed, as of one moment. A backup is worth what its last drill was: it is restored beside the database, and its rows and the record's tree are compared."
        actions={
          mayBegin && (
            <>
              <Button isDisabled={begin.isPending} onPress={() => begin.mutate("drill")}>
                Hold a drill
              </Button>
              <Button kind="primary" isDisabled={begin.isPending} onPress={() => begin.mutate("backup")}>
                Back up now
              </Button>
            </>
          )
        }
      />
      {begin.error !== null && (
        <NotAnswered problem={problemOf(begin.error)} what="it" onRetry={() => begin.reset()} />
      )}
      <Answered query={query} what="the backups">
        {(status) => (
          <>
            <Standing {...status} />
            <DataTable
              label="Backups and drills"
              columns={COLUMNS}
              rows={status.runs}
              rowKey={({ id }) => id}
              csvName="backups"
              empty={{
                kind: "none-yet",
                title: "No backup yet",
                text: "The first is made tonight at one, or now if you ask for it.",
              }}
            />
          </>
        )}
      </Answered>
    </Page>
  );
}

function Standing({ backups, lastBackup, lastDrill, overdue, plan }: Status) {
  return (
    <p>
      {backups.length} of {plan.keep} kept. Last backup:{" "}
      {lastBackup === null ? "never" : <TimeText at={lastBackup} />}{" "}
      {overdue.backup && <Badge tone="deny">Overdue</Badge>} Last drill that came back whole:{" "}
      {lastDrill === null ? "never" : <TimeText at={lastDrill} />}{" "}
      {overdue.drill && <Badge tone="deny">Overdue</Badge>}
    </p>
  );
}

/** Each look at the job is an entry of the record. */
const LOOK_MS = 2_000;

function useBeginning() {
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: async (kind: "backup" | "drill") => {
      const { job } = await answerOf(kind === "backup" ? api.backups.$post() : api.backups.drills.$post());
      for (;;) {
        const { state } = await answerOf(api.jobs[":id"].$get({ param: { id: job } }));
        if (state !== "waiting" && state !== "running") return kind;
        await new Promise((settle) => setTimeout(settle, LOOK_MS));
      }
    },
    onSuccess: (kind) => announce(kind === "backup" ? "The backup has ended" : "The drill has ended"),
    onSettled: () => client.invalidateQueries({ queryKey: ["answer"] }),
  });
}
