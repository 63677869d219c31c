import { Badge } from "../../ui/badge/badge.tsx";
import { DataTable } from "../../ui/table/data-table.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { CodedText } from "../../ui/text/coded-text.tsx";
import styles from "./explorer.module.css";
import type { Exploration } from "./request.ts";

type Judged = Exploration["records"][number];

const COLUMNS: readonly Column<Judged>[] = [
  { id: "record", title: "Record", cell: ({ record }) => <code>{record}</code>, csv: ({ record }) => record },
  {
    id: "shown",
    title: "Shown",
    cell: ({ shown }) => <Badge tone={shown ? "permit" : "deny"}>{shown ? "rebuilt" : "as if absent"}</Badge>,
    csv: ({ shown }) => (shown ? "yes" : "no"),
  },
  {
    id: "released",
    title: "Came out",
    cell: ({ released }) => (
      <ul className={styles["elements"]}>
        {released.map(({ id, title, transform }) => (
          <li key={id}>
            {title} {transform !== "keep" && <Badge tone="caution">{transform}</Badge>}
          </li>
        ))}
      </ul>
    ),
    csv: ({ released }) => released.map(({ id, transform }) => `${id} (${transform})`).join("; "),
  },
  {
    id: "rules",
    title: "By",
    cell: ({ rules }) => <CodedText text={rules.map((rule) => `\`${rule}\``).join(" ")} />,
    csv: ({ rules }) => rules.join("; "),
  },
  {
    id: "segments",
    title: "Segments",
    cell: ({ segments }) => segments.map(({ title }) => title).join(", "),
    csv: ({ segments }) => segments.map(({ id }) => id).join("; "),
  },
];

/** In the demo alone: somebody's own request does not tell what was withheld from it. */
const WITHHELD: Column<Judged> = {
  id: "withheld",
  title: "Held back",
  cell: ({ withheld }) => withheld.map(({ title }) => title).join(", "),
  csv: ({ withheld }) => withheld.map(({ id }) => id).join("; "),
};

/** Each record that was judged, and what became of it. */
export function RecordsPart({ exploration }: { readonly exploration: Exploration }) {
  const isWhole = exploration.recordsJudged !== null;
  const rows = exploration.records.map((record, at) => ({ ...record, key: `${record.record} ${at}` }));
  return (
    <DataTable
      label="Records that were judged"
      columns={isWhole ? [...COLUMNS, WITHHELD] : COLUMNS}
      rows={rows}
      rowKey={(row) => row.key}
      csvName="judged-records"
      empty={{
        kind: "none-yet",
        title: "No record was judged",
        text: isWhole ? "The clinical system gave none." : "None was shown.",
      }}
    />
  );
}
