import { Badge, OutcomeBadge } from "../../ui/badge/badge.tsx";
import { DescriptionList } from "../../ui/layout/description-list.tsx";
import { DataTable } from "../../ui/table/data-table.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { CodedText } from "../../ui/text/coded-text.tsx";
import styles from "./explorer.module.css";
import type { Exploration } from "./request.ts";

type Step = Exploration["steps"][number];
type Parameter = Step["parameters"][number];

const COLUMNS: readonly Column<Parameter>[] = [
  { id: "name", title: "Parameter", cell: ({ name }) => <code>{name}</code>, csv: ({ name }) => name },
  {
    id: "kind",
    title: "Kind",
    cell: ({ kind }) => (kind === "result" ? "shapes the answer" : (kind ?? "no search parameter")),
    csv: ({ kind }) => kind,
  },
  {
    id: "reads",
    title: "Reads, and the most one gets of it",
    cell: (parameter) => <Reads parameter={parameter} />,
    csv: ({ reads }) => reads.map(({ id, given }) => `${id} (${given})`).join("; "),
  },
];

/** What policy and caller say, before anybody looks at data. */
export function DecisionPart({ exploration: { steps } }: { readonly exploration: Exploration }) {
  return steps.map((step, at) => (
    // oxlint-disable-next-line react/no-array-index-key -- the place in the sequence is what a step is known by
    <section key={at} className={styles["step"]} aria-label={`Decision ${at + 1}`}>
      <p>
        <OutcomeBadge outcome={step.outcome} /> <code>{step.interaction}</code> {step.resourceType}
      </p>
      {step.reasons.map(({ code, title, next }) => (
        <p key={code}>
          <CodedText text={`${title}. ${next}`} />
        </p>
      ))}
      <DescriptionList items={evidenceOf(step)} />
      {step.parameters.length > 0 && (
        <DataTable
          label="Parameters and what they read"
          columns={COLUMNS}
          rows={step.parameters}
          rowKey={({ name }) => name}
          csvName="parameters"
          empty={{ kind: "none-yet", title: "No parameter", text: "The request has none." }}
        />
      )}
    </section>
  ));
}

function evidenceOf({ purposes, rules, ceilings, segmentsLeftOut }: Step) {
  return [
    { term: "Purposes", value: titles(purposes) },
    { term: "Rules that give", value: codes(rules) },
    { term: "Ceilings", value: codes(ceilings) },
    { term: "Segments left out", value: titles(segmentsLeftOut) },
  ];
}

function titles(named: readonly { readonly title: string }[]) {
  return named.length === 0 ? "none" : named.map(({ title }) => title).join(", ");
}

function codes(ids: readonly string[]) {
  return ids.length === 0 ? "none" : <CodedText text={ids.map((id) => `\`${id}\``).join(" ")} />;
}

function Reads({ parameter: { kind, reads, structural } }: { readonly parameter: Parameter }) {
  if (kind === "result") return "nothing";
  if (reads.length === 0)
    return structural ? "what every visible record shows" : "nothing that is catalogued";
  return (
    <ul className={styles["elements"]}>
      {reads.map(({ id, title, given }) => (
        <li key={`${id} ${given}`}>
          {title} <code>{id}</code>{" "}
          <Badge tone={given === "keep" ? "permit" : given === "drop" ? "deny" : "caution"}>{given}</Badge>
        </li>
      ))}
    </ul>
  );
}
