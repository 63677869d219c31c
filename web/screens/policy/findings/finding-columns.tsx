import type { api, Body } from "../../../api/client.ts";
import type { Titles } from "../../../api/policy-titles.ts";
import { Badge } from "../../../ui/badge/badge.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { CodedText } from "../../../ui/text/coded-text.tsx";
import studio from "../studio.module.css";
import { TitledText } from "../titled-text.tsx";

export type Finding = Body<Awaited<ReturnType<typeof api.policy.findings.$get>>>["findings"][number];

const SEVERITY = {
  error: { tone: "deny", icon: "warning", text: "Error" },
  warning: { tone: "caution", icon: "warning", text: "Warning" },
  info: { tone: "neutral", icon: "help", text: "Info" },
} as const;

/** Conflicts of interest, as against rules without effect: POL-740 and up (SPEC of the policy language). */
export function isAboutDuties({ id }: Pick<Finding, "id">): boolean {
  return Number(id.slice("POL-".length)) >= 740;
}

/** With titles of roles and purposes in the sentences; the hint names ids, as a file of the policy does. */
export const findingColumns = (titles: Titles): readonly Column<Finding>[] => [
  {
    id: "severity",
    title: "Severity",
    cell: ({ severity }) => {
      const { tone, icon, text } = SEVERITY[severity];
      return (
        <Badge tone={tone} icon={icon}>
          {text}
        </Badge>
      );
    },
    csv: ({ severity }) => severity,
  },
  {
    id: "sentence",
    title: "Finding",
    cell: (finding) => <Said finding={finding} titles={titles} />,
    csv: ({ sentence }) => sentence,
  },
  {
    id: "rule",
    title: "Rule",
    cell: ({ id, name }) => (
      <code className={studio["whole"]} title={name}>
        {id}
      </code>
    ),
    csv: ({ id }) => id,
  },
  {
    id: "at",
    title: "Place",
    cell: ({ at }) => <code className={studio["whole"]}>{at ?? "no file"}</code>,
    csv: ({ at }) => at,
  },
  {
    id: "roles",
    title: "Roles",
    cell: ({ roles }) => titles.all("role", roles),
    csv: ({ roles }) => roles.join(" "),
    hidden: true,
  },
  {
    id: "people",
    title: "People",
    cell: ({ people }) => people.join(", "),
    csv: ({ people }) => people.join(" "),
    hidden: true,
  },
];

interface SaidProps {
  readonly finding: Finding;
  readonly titles: Titles;
}

function Said({ finding: { sentence, hint }, titles }: SaidProps) {
  return (
    <div className={studio["said"]}>
      <span>
        <TitledText text={sentence} titles={titles} />
      </span>
      {hint !== null && (
        <span className={studio["facts"]}>
          <CodedText text={hint} />
        </span>
      )}
    </div>
  );
}
