import { Badge } from "../../../ui/badge/badge.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import type { DraftDiff } from "./draft-calls.ts";

type OtherChange = NonNullable<DraftDiff["others"]>[number];

const WORDS = {
  opens: { tone: "caution", text: "Opens" },
  "may-open": { tone: "caution", text: "May open" },
  narrows: { tone: "neutral", text: "Narrows" },
  wording: { tone: "outline", text: "Wording" },
} as const;

/** Entries of a list on the screen; the CSV has all. */
const SHOWN = 6;

const placeOf = ({ kind, id, field }: OtherChange): string =>
  `${kind} ${id}${field === "" ? "" : ` ${field}`}`;

const COLUMNS: readonly Column<OtherChange>[] = [
  { id: "what", title: "What", cell: (one) => <code>{placeOf(one)}</code>, csv: placeOf },
  {
    id: "bearing",
    title: "Effect",
    cell: ({ bearing }) => <Badge tone={WORDS[bearing].tone}>{WORDS[bearing].text}</Badge>,
    csv: ({ bearing }) => bearing,
  },
  { id: "was", title: "Was", cell: ({ was }) => shortened(was), csv: ({ was }) => was.join(", ") },
  { id: "is", title: "Is", cell: ({ is }) => shortened(is), csv: ({ is }) => is.join(", ") },
];

function shortened(items: readonly string[]): string {
  const rest = items.length - SHOWN;
  return `${items.slice(0, SHOWN).join(", ")}${rest > 0 ? `, and ${rest} more` : ""}`;
}

/** What the draft changes beside the cells: recipients, guards, labels, windows, who may ask… */
export function OtherChanges({ others }: { readonly others: DraftDiff["others"] }) {
  if (others === null) return null;
  return (
    <Panel title="What else changes" plain>
      <DataTable
        label="What else changes"
        columns={COLUMNS}
        rows={others}
        rowKey={placeOf}
        csvName="draft-other-changes"
        empty={{ kind: "none-yet", title: "Nothing else changes", text: "The cells above are all." }}
      />
    </Panel>
  );
}
