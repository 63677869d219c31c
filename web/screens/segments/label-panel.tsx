import { useState } from "react";
import { Panel } from "../../ui/layout/panel.tsx";
import { Dialog } from "../../ui/overlay/dialog.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import type { CodeList, Segment } from "./questions.ts";
import styles from "./segments.module.css";
import { LISTS, systemName } from "./words.ts";

const matching = ({ beginnings }: CodeList): string => (beginnings ? "all that begin so" : "exactly");

const COLUMNS: readonly Column<CodeList>[] = [
  {
    id: "system",
    title: "Code system",
    cell: ({ system }) => systemName(system),
    csv: ({ system }) => system,
  },
  { id: "kind", title: "Of what", cell: ({ kind }) => LISTS[kind], csv: ({ kind }) => kind },
  {
    id: "count",
    title: "Codes",
    align: "end",
    cell: ({ codes }) => codes.length,
    csv: ({ codes }) => codes.length,
  },
  { id: "matching", title: "Which codes", cell: matching, csv: matching },
  {
    id: "codes",
    title: "Each code",
    cell: ({ codes }) => codes.join(", "),
    csv: ({ codes }) => codes.join(" "),
    hidden: true,
  },
];

/** How a record comes by the label; rules R5 to R11 of the catalogue. */
export function LabelPanel({ segment }: { readonly segment: Segment }) {
  const { explicitOnly, lists, sources } = segment;
  const [opened, setOpened] = useState<CodeList | null>(null);
  return (
    <Panel title="How a record comes by it" plain>
      <p className={styles["why"]}>
        {explicitOnly
          ? "The source system labels it. Nothing infers it from a diagnosis or a medication."
          : "The source system labels it, or a code in the record does."}{" "}
        {lendSentence(segment)}
      </p>
      {sources.length > 0 && <p>All that comes through {sources.join(", ")} carries it.</p>}
      <DataTable
        label="Codes that give the label"
        columns={COLUMNS}
        rows={lists}
        rowKey={keyOf}
        csvName={`segment-${segment.id}`}
        onOpen={setOpened}
        empty={{
          kind: "none-yet",
          title: "No code gives this label",
          text: "Records come by it through the interface of a program, or not at all.",
        }}
      />
      {opened !== null && <CodesDialog list={opened} onClose={() => setOpened(null)} />}
    </Panel>
  );
}

function keyOf({ kind, system, beginnings }: CodeList): string {
  return `${kind} ${system} ${String(beginnings)}`;
}

/** What needs an authorization is kept apart by its source, and lends its label to nothing (R11). */
function lendSentence({ guard }: Segment): string {
  return guard === "authorization"
    ? "What refers to such a record is not labeled by it."
    : "What refers to such a record, as a claim does to a diagnosis, is labeled with it; a visit lends its place and specialty alone.";
}

function CodesDialog({ list, onClose }: { readonly list: CodeList; readonly onClose: () => void }) {
  return (
    <Dialog title={`${systemName(list.system)}: ${LISTS[list.kind]}`} isOpen onClose={onClose}>
      <p>{list.beginnings ? "Every code that begins with one of these:" : "Exactly these codes:"}</p>
      <p className={styles["codes"]}>
        {list.codes.map((code) => (
          <code key={code}>{code}</code>
        ))}
      </p>
    </Dialog>
  );
}
