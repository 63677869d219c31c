import { useState } from "react";
import { Badge } from "../../../ui/badge/badge.tsx";
import { Button } from "../../../ui/button/button.tsx";
import { DescriptionList } from "../../../ui/layout/description-list.tsx";
import { Disclosure } from "../../../ui/layout/disclosure.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { CodedText } from "../../../ui/text/coded-text.tsx";
import { TimeText } from "../../../ui/text/time-text.tsx";
import { hexOf } from "../../../log/bytes.ts";
import type { Check, Verdict } from "./check.ts";
import { forgetHead } from "./evidence.ts";
import { type DrawnNode, nodesOf, ProofDrawing } from "./proof-drawing.tsx";
import styles from "./verify.module.css";

/** What the check came to: in a sentence, step by step, drawn, and as a table. */
export function VerdictView({ verdict }: { readonly verdict: Verdict }) {
  const nodes = nodesOf(verdict);
  const sentence = sentenceOf(verdict);
  return (
    <div className={styles["verdict"]}>
      <p className={styles["sentence"]} data-state={verdict.state}>
        {sentence}
      </p>
      <ul className={styles["checks"]} aria-label="What was checked">
        {verdict.checks.map((check) => (
          <CheckLine key={check.id} check={check} />
        ))}
      </ul>
      {verdict.checks.some(({ id, state }) => id === "continued" && state === "refused") && (
        <Forget origin={verdict.note?.origin ?? ""} />
      )}
      <div className={styles["halves"]}>
        <ProofDrawing nodes={nodes} summary={`The way from the leaf to the root. ${sentence}`} />
        <CheckpointFacts verdict={verdict} />
      </div>
      <Disclosure summary="The same as a table">
        <DataTable<DrawnNode>
          label="Hashes of the proof"
          columns={COLUMNS}
          rows={nodes}
          rowKey={({ id }) => id}
          csvName="inclusion-proof"
          empty={{ kind: "none-yet", title: "No hash", text: "The answer holds no leaf that could be read." }}
        />
      </Disclosure>
    </div>
  );
}

function sentenceOf({ state, index, note }: Verdict): string {
  const size = note?.size.toLocaleString("en-US") ?? "";
  if (state === "held")
    return `This entry is still in the log as of size ${size}: number ${(index + 1).toLocaleString("en-US")} of ${size}.`;
  if (state === "refused") return "The proof is refused: what the server gave does not fit together.";
  return "The proof could not be checked.";
}

const STATES = {
  held: { tone: "permit", icon: "check", text: "Holds" },
  refused: { tone: "deny", icon: "warning", text: "Refused" },
  "not-checked": { tone: "neutral", icon: "minus", text: "Not checked" },
} as const;

function CheckLine({ check: { title, state, detail } }: { readonly check: Check }) {
  const { tone, icon, text } = STATES[state];
  return (
    <li>
      <Badge tone={tone} icon={icon}>
        {text}
      </Badge>
      <div>
        <strong>{title}</strong>
        <p className={styles["detail"]}>
          <CodedText text={detail} />
        </p>
      </div>
    </li>
  );
}

/** A log that was begun anew on purpose, such as a demo's, is another log under the same name. */
function Forget({ origin }: { readonly origin: string }) {
  const [isDone, setDone] = useState(false);
  if (isDone) return <p className={styles["detail"]}>Forgotten: the next check begins anew.</p>;
  const forget = (): void => {
    forgetHead(origin);
    setDone(true);
  };
  return (
    <div>
      <Button size="small" onPress={forget}>
        Forget what this browser saw before
      </Button>
    </div>
  );
}

function CheckpointFacts({ verdict: { note, keyId, signedAt } }: { readonly verdict: Verdict }) {
  if (note === null) return null;
  return (
    <DescriptionList
      items={[
        { term: "Log", value: <code>{note.origin}</code> },
        { term: "Size", value: `${note.size.toLocaleString("en-US")} entries` },
        {
          term: "Signed at",
          value: signedAt === null ? "not checked" : <TimeText at={new Date(signedAt).toISOString()} />,
        },
        { term: "Root", value: <code className={styles["hash"]}>{hexOf(note.root)}</code> },
        { term: "Key", value: keyId === null ? "not had" : <code>{keyId}</code> },
      ]}
    />
  );
}

const COLUMNS: readonly Column<DrawnNode>[] = [
  { id: "label", title: "Level", cell: ({ label }) => label, csv: ({ label }) => label },
  {
    id: "hash",
    title: "Hash",
    cell: ({ hash }) => <code className={styles["hash"]}>{hash}</code>,
    csv: ({ hash }) => hash,
  },
  {
    id: "sibling",
    title: "Sibling",
    cell: ({ sibling }) => <code className={styles["hash"]}>{sibling?.hash ?? ""}</code>,
    csv: ({ sibling }) => sibling?.hash ?? null,
  },
  {
    id: "side",
    title: "Side",
    cell: ({ sibling }) => sibling?.side ?? "",
    csv: ({ sibling }) => sibling?.side ?? null,
  },
];
