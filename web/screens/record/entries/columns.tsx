import type { NamedPurpose } from "../../../api/policy-titles.ts";
import { OutcomeBadge } from "../../../ui/badge/badge.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { TimeText } from "../../../ui/text/time-text.tsx";
import type { Entry } from "./entries.ts";
import { purposeWords } from "../purpose-words.ts";
import { actText } from "./sentence.ts";
import styles from "../record.module.css";
import { inWords } from "../words.ts";

/** The columns of the record; patients stay out, also of the CSV. */
export function columnsOf(everyone: boolean, named: readonly NamedPurpose[]): readonly Column<Entry>[] {
  const columns = [...WHO_AND_WHAT, purposeColumn(named), ...OF_THE_ANSWER];
  return everyone ? columns : columns.filter(({ id }) => id !== "person" && id !== "withheld");
}

/** As it was declared in the CSV: two ways to declare one purpose stay two. */
function purposeColumn(named: readonly NamedPurpose[]): Column<Entry> {
  return {
    id: "purpose",
    title: "Purpose",
    cell: (entry) => purposeWords(entry, named),
    csv: ({ purpose }) => purpose,
  };
}

/** Wraps where the column is narrow. */
function When({ at }: { readonly at: string }) {
  return (
    <span className={styles["when"]}>
      <TimeText at={at} form="absolute" />
    </span>
  );
}

const WHO_AND_WHAT: readonly Column<Entry>[] = [
  { id: "at", title: "When", cell: ({ at }) => <When at={at} />, csv: ({ at }) => at, sortable: true },
  {
    id: "person",
    title: "Person",
    cell: ({ person }) => person ?? "nobody known",
    csv: ({ person }) => person,
  },
  {
    id: "what",
    title: "What",
    cell: actText,
    csv: ({ interaction }) => interaction,
  },
];

const OF_THE_ANSWER: readonly Column<Entry>[] = [
  {
    id: "outcome",
    title: "Outcome",
    cell: ({ outcome }) => <OutcomeBadge outcome={outcome} />,
    csv: ({ outcome }) => outcome,
  },
  {
    id: "reason",
    title: "Reason",
    cell: ({ reason }) => (reason === null ? "" : inWords(reason)),
    csv: ({ reason }) => reason,
  },
  {
    id: "records",
    title: "Records",
    align: "end",
    cell: ({ recordCount }) => recordCount,
    csv: ({ recordCount }) => recordCount,
  },
  {
    id: "released",
    title: "Elements",
    align: "end",
    cell: ({ released }) => released.length,
    csv: ({ released }) => released.length,
  },
  {
    id: "withheld",
    title: "Withheld",
    align: "end",
    hidden: true,
    cell: ({ withheldCount }) => withheldCount ?? "",
    csv: ({ withheldCount }) => withheldCount ?? null,
  },
  {
    id: "rules",
    title: "Rules",
    hidden: true,
    cell: ({ rules }) => rules.join(", "),
    csv: ({ rules }) => rules.join(" "),
  },
  {
    id: "roles",
    title: "Roles",
    hidden: true,
    cell: ({ roles }) => roles.join(", "),
    csv: ({ roles }) => roles.join(" "),
  },
  { id: "system", title: "System", hidden: true, cell: ({ system }) => system, csv: ({ system }) => system },
  {
    id: "channel",
    title: "Channel",
    hidden: true,
    cell: ({ channel }) => channel,
    csv: ({ channel }) => channel,
  },
  {
    id: "policy",
    title: "Policy",
    hidden: true,
    cell: ({ policy }) => <code>{policy.slice(0, 12)}</code>,
    csv: ({ policy }) => policy,
  },
  { id: "id", title: "Entry", hidden: true, cell: ({ id }) => <code>{id}</code>, csv: ({ id }) => id },
];
