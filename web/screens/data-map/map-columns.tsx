import { Badge } from "../../ui/badge/badge.tsx";
import { TextLink } from "../../ui/button/button.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { LEVELS, levelText, type MapSystem, type NamedFlow, RECEIVER_KINDS, SYSTEM_KINDS } from "./map.ts";
import styles from "./data-map.module.css";

export function LevelBadge({ level }: { readonly level: MapSystem["sensitivity"] }) {
  return <Badge tone={level === null ? "outline" : LEVELS[level].tone}>{levelText(level)}</Badge>;
}

export const SYSTEM_COLUMNS: readonly Column<MapSystem>[] = [
  { id: "name", title: "System", cell: ({ name }) => name, csv: ({ name }) => name },
  {
    id: "kind",
    title: "How it is known",
    cell: ({ kind }) => SYSTEM_KINDS[kind],
    csv: ({ kind }) => kind,
  },
  {
    id: "categories",
    title: "Categories",
    align: "end",
    cell: ({ categories }) => categories.length,
    csv: ({ categories }) => categories.join(" "),
  },
  {
    id: "sensitivity",
    title: "Sensitivity",
    cell: ({ sensitivity }) => <LevelBadge level={sensitivity} />,
    csv: ({ sensitivity }) => sensitivity,
  },
  {
    id: "owner",
    title: "Who answers for it",
    cell: ({ owner }) => owner ?? "Not said",
    csv: ({ owner }) => owner,
  },
  {
    id: "location",
    title: "Where",
    cell: ({ location }) => <span className={styles["words"]}>{location || "Not said"}</span>,
    csv: ({ location }) => location,
  },
];

export const FLOW_COLUMNS: readonly Column<NamedFlow>[] = [
  { id: "from", title: "From", cell: ({ system }) => system.name, csv: ({ system }) => system.name },
  {
    id: "category",
    title: "Category",
    cell: ({ of }) => `${of.number}. ${of.title}`,
    csv: ({ of }) => `${of.number}. ${of.title}`,
  },
  {
    id: "to",
    title: "To",
    cell: (flow) => <Receiver {...flow} />,
    csv: ({ receiver }) => receiver.name,
  },
  {
    id: "kind",
    title: "Who that is",
    cell: ({ receiver }) => RECEIVER_KINDS[receiver.kind],
    csv: ({ receiver }) => receiver.kind,
  },
  {
    id: "elements",
    title: "Elements at most",
    align: "end",
    cell: ({ elements, basis }) => (basis === "stated" ? "Not said" : elements),
    csv: ({ elements, basis }) => (basis === "stated" ? null : elements),
  },
  {
    id: "purposes",
    title: "For",
    cell: ({ purposes, basis }) => (
      <span className={styles["words"]}>{basis === "stated" ? "As a person says" : purposes.join(", ")}</span>
    ),
    csv: ({ purposes }) => purposes.join(" "),
  },
  {
    id: "rules",
    title: "Rules",
    hidden: true,
    cell: ({ rules }) => <span className={styles["words"]}>{rules.join(", ") || "–"}</span>,
    csv: ({ rules }) => rules.join(" "),
  },
];

/** A role leads to its page in the policy: what is given it, and by which rule. */
function Receiver({ receiver, purposes }: NamedFlow) {
  const [what, name = ""] = receiver.id.split(":");
  if (what === "role")
    return <TextLink href={`/policy/roles/${encodeURIComponent(name)}`}>{receiver.name}</TextLink>;
  if (what === "recipient")
    return (
      <TextLink href={`/policy/purposes/${encodeURIComponent(purposes[0] ?? "")}`}>{receiver.name}</TextLink>
    );
  return receiver.name;
}
