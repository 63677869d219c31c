import { recordKind } from "../../../api/record-kinds.ts";
import { useSession } from "../../../api/session-context.tsx";
import { Badge } from "../../../ui/badge/badge.tsx";
import { CodeBlock } from "../../../ui/text/code-block.tsx";
import { DescriptionList } from "../../../ui/layout/description-list.tsx";
import { Disclosure } from "../../../ui/layout/disclosure.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { CodedText } from "../../../ui/text/coded-text.tsx";
import type { Explanation } from "./entries.ts";
import { explainCommand } from "./entry-command.ts";
import { interactionText } from "./interactions.ts";
import styles from "../record.module.css";
import { counted, inWords } from "../words.ts";

interface PartProps {
  readonly explanation: Explanation;
}

/** The rules that decided, as the policy in force words them. */
export function Rules({ explanation: { rules, entry } }: PartProps) {
  const gone = entry.rules.filter((id) => !rules.some((rule) => rule.id === id));
  return (
    <Panel title="Rules that decided" plain>
      {entry.rules.length === 0 && (
        <p className={styles["soft"]}>
          {entry.outcome === "permit"
            ? "None was needed: the answer holds nothing but the asker’s own standing."
            : "None: nothing grants it, so it is denied."}
        </p>
      )}
      <ul className={entry.rules.length === 0 ? undefined : styles["rules"]}>
        {rules.map(({ id, title, why, at }) => (
          <li key={id} className={styles["rule"]}>
            <p>
              <strong>{title}</strong>
            </p>
            <p>{why}</p>
            <p className={styles["soft"]}>
              <code>{at}</code> · <code>{id}</code>
            </p>
          </li>
        ))}
        {gone.map((id) => (
          <li key={id} className={styles["rule"]}>
            <p>
              <code>{id}</code>
            </p>
            <p className={styles["soft"]}>{unworded(id)}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function unworded(rule: string): string {
  return rule.startsWith("ceiling:")
    ? "A ceiling: it binds whatever a role grants."
    : "The policy in force has this rule no longer.";
}

/** What was decided on, as it was then. */
export function EntryFacts({ explanation: { entry, inputs } }: PartProps) {
  const titles = (list: readonly { readonly title: string }[]): string =>
    list.map(({ title }) => title).join(", ") || "none";
  return (
    <Panel title="What was decided on" plain>
      <DescriptionList
        items={[
          { term: "Person", value: entry.person ?? "nobody known" },
          { term: "Roles then", value: titles(inputs.roles) },
          { term: "Act", value: <Act inputs={inputs} /> },
          {
            term: "Kind of record",
            value: inputs.resourceType === null ? "none" : recordKind(inputs.resourceType),
          },
          { term: "Purpose declared", value: inputs.declared === null ? "none" : inWords(inputs.declared) },
          { term: "It stood for", value: titles(inputs.purposes) },
          { term: "By relation", value: titles(inputs.relations) },
          { term: "System", value: `${inputs.system}, through ${inputs.channel}` },
          { term: "Records shown", value: entry.recordCount },
          ...(entry.withheldCount === undefined
            ? []
            : [{ term: "Values withheld", value: entry.withheldCount }]),
          ...(entry.recipient === null ? [] : [{ term: "Recipient", value: entry.recipient }]),
        ]}
      />
      {entry.released.length > 0 && (
        <Disclosure summary={`${counted(entry.released.length, "element")} came out`}>
          <ul className={styles["elements"]}>
            {entry.released.map((element) => (
              <li key={element}>
                <code>{element}</code>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      {entry.changes.length > 0 && (
        <ul>
          {entry.changes.map((change) => (
            <li key={change}>
              <CodedText text={change} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** The act in words, and by the name that the record and its exports hold. */
function Act({ inputs: { act, interaction } }: { readonly inputs: Explanation["inputs"] }) {
  return (
    <>
      {inWords(act)}: {interactionText(interaction)} <code className={styles["soft"]}>{interaction}</code>
    </>
  );
}

/** Which policy decided, and how to have it explained again without the console. */
export function Policy({ explanation: { entry, policy, samePolicy } }: PartProps) {
  return (
    <Panel title="Policy and proof" plain>
      <p>
        {samePolicy ? (
          <Badge tone="permit" icon="check">
            The same policy is in force
          </Badge>
        ) : (
          <Badge tone="caution" icon="warning">
            Another policy is in force by now
          </Badge>
        )}
      </p>
      <DescriptionList
        items={[
          { term: "Decided by", value: <code className={styles["hash"]}>{policy.hash}</code> },
          ...(samePolicy
            ? []
            : [{ term: "In force", value: <code className={styles["hash"]}>{policy.inForce}</code> }]),
          { term: "Entry", value: <code className={styles["hash"]}>{entry.id}</code> },
        ]}
      />
      <ExplainCommand id={entry.id} />
    </Panel>
  );
}

function ExplainCommand({ id }: { readonly id: string }) {
  const { session, purpose, caseId } = useSession();
  const command = explainCommand(id, {
    mode: session.mode,
    origin: location.origin,
    person: session.person?.id ?? null,
    purpose: purpose?.id ?? null,
    caseId,
  });
  return (
    <>
      {session.mode === "production" && (
        <p className={styles["soft"]}>
          With your token in <code>MODICUM_TOKEN</code>:
        </p>
      )}
      <CodeBlock code={command} label="the command that explains this entry" />
    </>
  );
}
