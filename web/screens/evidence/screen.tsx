import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { answerOf, api } from "../../api/client.ts";
import { useSession } from "../../api/session-context.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { Select } from "../../ui/field/select.tsx";
import { TextField } from "../../ui/field/text-field.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { Pager, rowsLabel } from "../../ui/table/pager.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { Answered } from "../answered.tsx";
import { PersonField } from "../known-fields.tsx";
import { type Artifact, sizeOf } from "./evidence.ts";
import styles from "./evidence.module.css";
import { Prepare } from "./prepare.tsx";

const COLUMNS: readonly Column<Artifact>[] = [
  { id: "title", title: "What", cell: ({ title }) => title, csv: ({ title }) => title },
  {
    id: "prepared",
    title: "Prepared",
    cell: ({ preparedAt }) => <TimeText at={preparedAt} />,
    csv: ({ preparedAt }) => preparedAt,
  },
  { id: "by", title: "By", cell: ({ preparedBy }) => preparedBy, csv: ({ preparedBy }) => preparedBy },
  {
    id: "asOf",
    title: "As of",
    cell: ({ asOf }) => <TimeText at={asOf} form="absolute" />,
    csv: ({ asOf }) => asOf,
  },
  {
    id: "items",
    title: "Items",
    align: "end",
    cell: ({ items }) => items.toLocaleString("en-US"),
    csv: ({ items }) => items,
  },
  {
    id: "size",
    title: "Size",
    align: "end",
    cell: ({ bytes }) => sizeOf(bytes),
    csv: ({ bytes }) => bytes,
  },
  {
    id: "sha256",
    title: "SHA-256",
    cell: ({ sha256 }) => <code title={sha256}>{sha256.slice(0, 12)}…</code>,
    csv: ({ sha256 }) => sha256,
  },
  {
    id: "yours",
    title: "Open to you",
    cell: ({ yours }) => (yours ? <Badge tone="permit">Yes</Badge> : <Badge>No</Badge>),
    csv: ({ yours }) => (yours ? "yes" : "no"),
  },
  {
    id: "query",
    title: "Source query",
    hidden: true,
    cell: ({ query }) => <code>{query}</code>,
    csv: ({ query }) => query,
  },
];

/** Artifacts, each with its hash, source query, time and preparer, 45 CFR 164.316(b)(1)(ii). */
export function Screen() {
  const { session } = useSession();
  const mayPrepare = session.rights["evidence.artifacts"]?.includes("create") ?? false;
  return (
    <Page>
      <PageHeader
        title="Evidence"
        lead="A question, its answer and the answer's hash, kept as they were for six years. The record says each hash, so that whoever checks a pack needs nothing but its bytes and our key."
      />
      {mayPrepare && <Prepare />}
      <Locker />
    </Page>
  );
}

const PAGE = 50;
const ANY = "any";
const NO_FILTERS = { kind: ANY, preparedBy: "", from: "", until: "" };

function Locker() {
  const navigate = useNavigate();
  const [filters, setFilters] = useState(NO_FILTERS);
  const [trail, setTrail] = useState<readonly string[]>([]);
  const after = trail.at(-1);
  const narrow = (change: Partial<typeof NO_FILTERS>): void => {
    setTrail([]);
    setFilters({ ...filters, ...change });
  };
  const asked = queryFrom(filters, after);
  const query = useAnswer(
    ["evidence", JSON.stringify(asked)],
    () => answerOf(api.evidence.$get({ query: asked })),
    {
      keepPrevious: true,
    },
  );
  const isFiltered = JSON.stringify(filters) !== JSON.stringify(NO_FILTERS);
  return (
    <Answered query={query} what="the artifacts">
      {({ artifacts, next }) => (
        <DataTable
          label="Artifacts"
          columns={COLUMNS}
          rows={artifacts}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void navigate({ to: `/evidence/${id}` })}
          isBusy={query.isPlaceholderData}
          csvName="evidence"
          filters={<Filters {...filters} onChange={narrow} />}
          empty={
            isFiltered
              ? { kind: "no-match", what: "artifacts", onClear: () => narrow(NO_FILTERS) }
              : {
                  kind: "none-yet",
                  title: "No artifact yet",
                  text: "Choose an item above, and build it. It is kept for six years from then.",
                }
          }
          pager={
            <Pager
              label={rowsLabel(trail.length * PAGE, artifacts.length)}
              onPrevious={trail.length === 0 ? undefined : () => setTrail(trail.slice(0, -1))}
              onNext={next === null ? undefined : () => setTrail([...trail, next])}
            />
          }
        />
      )}
    </Answered>
  );
}

function queryFrom({ kind, preparedBy, from, until }: typeof NO_FILTERS, after: string | undefined) {
  const begin = (day: string): string => new Date(`${day}T00:00:00`).toISOString();
  const end = (day: string): string => new Date(new Date(`${day}T00:00:00`).getTime() + DAY).toISOString();
  return {
    limit: String(PAGE),
    // The list below offers these ids alone.
    ...(kind === ANY ? {} : { kind: kind as Artifact["kind"] }),
    ...(preparedBy === "" ? {} : { preparedBy }),
    ...(from === "" ? {} : { from: begin(from) }),
    ...(until === "" ? {} : { until: end(until) }),
    ...(after === undefined ? {} : { after }),
  };
}

const DAY = 86_400_000;

function Filters({
  kind,
  preparedBy,
  from,
  until,
  onChange,
}: typeof NO_FILTERS & { readonly onChange: (change: Partial<typeof NO_FILTERS>) => void }) {
  const kinds = useAnswer(["evidence-kinds"], () => answerOf(api.evidence.kinds.$get()));
  const options = [
    { id: ANY, label: "Any" },
    { id: "evidence-pack", label: "Packs" },
    ...(kinds.data?.kinds ?? []).map(({ id, title }) => ({ id, label: title })),
  ];
  return (
    <div className={styles["filters"]}>
      <Select label="Kind" options={options} value={kind} onChange={(id) => onChange({ kind: id })} />
      <PersonField
        label="Prepared by"
        value={preparedBy}
        onChange={(text) => onChange({ preparedBy: text.trim() })}
      />
      <TextField label="From" type="date" value={from} onChange={(day) => onChange({ from: day })} />
      <TextField label="Until" type="date" value={until} onChange={(day) => onChange({ until: day })} />
    </div>
  );
}
