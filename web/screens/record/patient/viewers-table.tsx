import { useMemo, useState } from "react";
import { type NamedPurpose, useNamedPurposes } from "../../../api/policy-titles.ts";
import { Badge } from "../../../ui/badge/badge.tsx";
import type { Column, Sort } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { TimeText } from "../../../ui/text/time-text.tsx";
import { talliesText, type Viewer, wayText } from "../summary/summaries.ts";
import { purposeWords } from "../purpose-words.ts";
import styles from "../record.module.css";
import { sortedViewers } from "./sorted-viewers.ts";

/** What the row is about: a person of ours, or one of whom another system tells. */
export function viewerName({ person, source, ways }: Viewer): string {
  if (person !== null) return person;
  return source === null && ways.every(({ name }) => name === "system") ? "the system" : "nobody known";
}

/** Tells rows apart. */
export function viewerKey({ person, source }: Viewer): string {
  return JSON.stringify([person, source]);
}

const columnsWith = (named: readonly NamedPurpose[]): readonly Column<Viewer>[] => [
  {
    id: "person",
    title: "Person",
    sortable: true,
    cell: (viewer) => <span className={styles["name"]}>{viewerName(viewer)}</span>,
    csv: viewerName,
  },
  {
    id: "source",
    title: "Told by",
    cell: ({ source }) => (source === null ? "here" : <Badge tone="outline">{source}</Badge>),
    csv: ({ source }) => source,
  },
  {
    id: "entries",
    title: "Entries",
    align: "end",
    sortable: true,
    cell: ({ entries }) => entries.toLocaleString("en-US"),
    csv: ({ entries }) => entries,
  },
  {
    id: "denied",
    title: "Denied",
    align: "end",
    sortable: true,
    cell: ({ denied }) => denied.toLocaleString("en-US"),
    csv: ({ denied }) => denied,
  },
  {
    id: "last",
    title: "Last",
    sortable: true,
    cell: ({ last }) => <TimeText at={last} form="absolute" />,
    csv: ({ last }) => last,
  },
  {
    id: "first",
    title: "First",
    sortable: true,
    cell: ({ first }) => <TimeText at={first} form="absolute" />,
    csv: ({ first }) => first,
  },
  {
    id: "purposes",
    title: "Purposes",
    cell: ({ purposes }) => talliesText(purposes, (purpose) => purposeWords({ purpose }, named)),
    csv: ({ purposes }) => talliesText(purposes),
  },
  { id: "how", title: "How", cell: (viewer) => <How {...viewer} />, csv: howText },
  {
    id: "roles",
    title: "Roles",
    cell: ({ roles }) => roles.join(", "),
    csv: ({ roles }) => roles.join(" "),
  },
];

function howText({ ways }: Viewer): string {
  return talliesText(ways, (name) => wayText(ways.find((way) => way.name === name)?.name ?? "role"));
}

/** Broken glass stands out, by its words and its tone. */
function How(viewer: Viewer) {
  const isBroken = viewer.ways.some(({ name }) => name === "break-glass");
  return isBroken ? (
    <Badge tone="caution" icon="warning">
      {howText(viewer)}
    </Badge>
  ) : (
    howText(viewer)
  );
}

interface ViewersTableProps {
  readonly viewers: readonly Viewer[];
  readonly asOf: string;
  readonly isBusy: boolean;
  readonly isNarrowed: boolean;
  readonly onClear: () => void;
  readonly onOpen: (viewer: Viewer) => void;
}

/** All viewers of one answer; Enter opens the entries behind a row. */
export function ViewersTable({ viewers, asOf, isBusy, isNarrowed, onClear, onOpen }: ViewersTableProps) {
  const [sort, setSort] = useState<Sort>({ column: "last", descending: true });
  const named = useNamedPurposes(viewers.length > 0);
  const columns = useMemo(() => columnsWith(named), [named]);
  return (
    <DataTable<Viewer>
      label="Who saw this patient"
      columns={columns}
      rows={sortedViewers(viewers, sort)}
      rowKey={viewerKey}
      onOpen={onOpen}
      sort={sort}
      onSort={setSort}
      asOf={asOf}
      csvName="who-saw"
      isBusy={isBusy}
      empty={
        isNarrowed
          ? { kind: "no-match", what: "entries about this patient", onClear }
          : {
              kind: "none-yet",
              title: "No entry is about a patient of this id",
              text: "Nobody was shown anything of them through here, or the id is another one.",
            }
      }
    />
  );
}
