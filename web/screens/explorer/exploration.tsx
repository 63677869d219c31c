import { useState } from "react";
import { Badge } from "../../ui/badge/badge.tsx";
import { TextLink } from "../../ui/button/button.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { Tabs } from "../../ui/tabs/tabs.tsx";
import { AnswerPart } from "./answer-part.tsx";
import { DecisionPart } from "./decision-part.tsx";
import { RecordsPart } from "./records-part.tsx";
import { type Exploration } from "./request.ts";
import { UpstreamPart } from "./upstream-part.tsx";

interface PartProps {
  readonly exploration: Exploration;
}

const PARTS = {
  answer: { label: "Answer", Part: AnswerPart },
  decision: { label: "Decision", Part: DecisionPart },
  upstream: { label: "Asked upstream", Part: UpstreamPart },
  records: { label: "Rebuilt", Part: RecordsPart },
} as const;

type PartId = keyof typeof PARTS;

/** The answer, and how it came about. */
export function ExplorationView({ exploration }: PartProps) {
  const [selected, setSelected] = useState<PartId>("answer");
  const { Part } = PARTS[selected];
  const { status } = exploration.reply;
  return (
    <Panel title="What came of it" actions={<Written entry={exploration.entry} />}>
      <p>
        <Badge tone={status < 400 ? "permit" : "deny"}>Status {status}</Badge>
      </p>
      <Tabs
        label="Steps of the answer"
        tabs={Object.entries(PARTS).map(([id, { label }]) => ({ id, label }))}
        selected={selected}
        onSelect={(id) => setSelected(id as PartId)}
      >
        <Part exploration={exploration} />
      </Tabs>
    </Panel>
  );
}

function Written({ entry }: { readonly entry: string | null }) {
  if (entry === null) return null;
  return <TextLink href={`/record/${entry}`}>Its entry in the record</TextLink>;
}
