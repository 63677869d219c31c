import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { useContext } from "react";
import { answerOf, api } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useSession } from "../../api/session-context.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { ProgressRow } from "../../ui/state/progress-row.tsx";
import { useAnnounce } from "../../ui/status/status-region.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { TimeContext, TimeText } from "../../ui/text/time-text.tsx";
import { Answered, NotAnswered } from "../answered.tsx";
import { Standing } from "./standing.tsx";

type Run = InferResponseType<typeof api.backups.$get, 200>["runs"][number];

const WHAT: Readonly<Record<Run["kind"], string>> = {
  backup: "Backup",
  drill: "Drill of a backup",
  base: "Base copy",
  moment: "Drill to a moment",
};

/** What is made is not looked at before a drill. */
const CHECKED: ReadonlySet<Run["kind"]> = new Set(["drill", "moment"]);
/** A base copy is of files, and of a moment the record alone is looked at. */
const COUNTED: ReadonlySet<Run["kind"]> = new Set(["backup", "drill"]);

function cameTo(kind: Run["kind"]): string {
  if (kind === "moment") return "Record whole";
  return CHECKED.has(kind) ? "Whole" : "Made";
}

const COLUMNS: readonly Column<Run>[] = [
  {
    id: "kind",
    title: "What",
    cell: ({ kind }) => WHAT[kind],
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
    cell: ({ kind, failure }) =>
      failure === null ? (
        <Badge tone={CHECKED.has(kind) ? "permit" : "neutral"}>{cameTo(kind)}</Badge>
      ) : (
        <Badge tone="deny">{failure}</Badge>
      ),
    csv: ({ kind, failure }) => failure ?? cameTo(kind),
  },
  { id: "backup", title: "Backup", cell: ({ backup }) => backup ?? "–", csv: ({ backup }) => backup },
  {
    id: "moment",
    title: "Restored to",
    cell: ({ moment }) => (moment === null ? "–" : <TimeText at={moment} form="absolute" />),
    csv: ({ moment }) => moment,
  },
  {
    id: "rows",
    title: "Rows",
    align: "end",
    cell: ({ kind, rows }) => (COUNTED.has(kind) ? rows.toLocaleString("en-US") : "–"),
    csv: ({ kind, rows }) => (COUNTED.has(kind) ? rows : null),
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
  const { now } = useContext(TimeContext);
  const start = (kind: Beginning["kind"]): void =>
    begin.mutate({ kind, startedAt: new Date(now()).toISOString() });
  const mayBegin = session.rights["backup.store"]?.includes("administer") ?? false;
  return (
    <Page>
      <PageHeader
        title="Backups and drills"
        lead="Every night, sealed, as of one moment. A backup is worth what its last drill was: it is restored beside the database, and its rows and the record's tree are compared."
        actions={
          mayBegin && (
            <>
              <Button isPending={begin.isPending} onPress={() => start("drill")}>
                Hold a drill
              </Button>
              <Button kind="primary" isPending={begin.isPending} onPress={() => start("backup")}>
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
            <Standing status={status} />
            {begin.isPending && <Begun {...begin.variables} />}
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

interface Beginning {
  readonly kind: "backup" | "drill";
  /** ISO time. */
  readonly startedAt: string;
}

const STEPS = {
  backup: { title: "Backup", step: "Writing every table, sealed" },
  drill: { title: "Drill", step: "Restoring beside the database, and comparing" },
} as const;

/** It goes on when the page is left. */
function Begun({ kind, startedAt }: Beginning) {
  return <ProgressRow progress={{ ...STEPS[kind], done: 0, total: 1, startedAt, state: "running" }} />;
}

/** Each look at the job is an entry of the record. */
const LOOK_MS = 2_000;

function useBeginning() {
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: async ({ kind }: Beginning) => {
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
