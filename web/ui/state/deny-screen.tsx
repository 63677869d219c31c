import { createContext, type ReactNode, useContext } from "react";
import { Button } from "../button/button.tsx";
import { CopyButton } from "../button/copy-button.tsx";
import { DescriptionList } from "../layout/description-list.tsx";
import { Disclosure } from "../layout/disclosure.tsx";
import { capitalized } from "../text/capitalized.ts";
import { CodedText } from "../text/coded-text.tsx";
import { Icon } from "../text/icon.tsx";
import styles from "./state.module.css";

/** A denial as the server tells it: it follows from policy and caller alone. */
export interface Denial {
  readonly code: string;
  /** One sentence. */
  readonly title: string;
  readonly detail?: string | undefined;
  readonly rule?: string | undefined;
  /** What one can do next. */
  readonly next?: string | undefined;
  /** The id of the entry in the record. */
  readonly entry?: string | undefined;
}

/** Opens Ask privacy with a denial to quote; null: there is nobody to ask from here. */
export const AskContext = createContext<((denial: Denial) => void) | null>(null);

const NOT_HERE: ReadonlySet<string> = new Set(["not_found", "name_unknown"]);

interface DenyScreenProps {
  readonly denial: Denial;
  /** More ways on, such as links to switch the purpose or to request access. */
  readonly actions?: ReactNode;
}

/** A denial as a screen: the reason, the rule, what one can do. It never tells whether the hidden thing exists. */
export function DenyScreen({ denial, actions }: DenyScreenProps) {
  const ask = useContext(AskContext);
  return (
    <section className={styles["deny"]} aria-label="Denied">
      <p className={styles["denyHead"]}>
        <Icon name="lock" /> {NOT_HERE.has(denial.code) ? "Not here, or not for you" : "Denied by the policy"}
      </p>
      <div>
        <p className={styles["denyReason"]}>
          <CodedText text={sentence(denial.title)} />
        </p>
        {denial.detail !== undefined && <Detail text={sentence(denial.detail)} />}
      </div>
      <div>
        <h2>What you can do</h2>
        <ul className={styles["steps"]}>
          {denial.next !== undefined && (
            <li>
              <CodedText text={denial.next} />
            </li>
          )}
          {ask === null && (
            <li>
              Ask privacy, and say what you need it for.
              {denial.entry !== undefined && " Quote the entry below."}
            </li>
          )}
        </ul>
        <div className={styles["actions"]}>
          {actions}
          {ask !== null && (
            <Button icon="help" onPress={() => ask(denial)}>
              Ask privacy about this
            </Button>
          )}
        </div>
      </div>
      <DescriptionList items={evidenceOf(denial)} />
    </section>
  );
}

/** What names rights by their ids helps who keeps the policy: for all others it is one press away. */
function Detail({ text }: { readonly text: string }) {
  const shown = <CodedText text={text} />;
  if (!text.includes("`")) return <p className={styles["emptyText"]}>{shown}</p>;
  return <Disclosure summary="Which right it takes">{shown}</Disclosure>;
}

function evidenceOf({ code, rule, entry }: Denial): { term: string; value: ReactNode }[] {
  return [
    { term: "Reason", value: <code>{code}</code> },
    ...(rule === undefined ? [] : [{ term: "Rule", value: <code>{rule}</code> }]),
    ...(entry === undefined ? [] : [{ term: "Entry in the record", value: <EntryId id={entry} /> }]),
  ];
}

function EntryId({ id }: { readonly id: string }) {
  return (
    <>
      <code>{id}</code> <CopyButton text={id} label="Copy the entry's id" />
    </>
  );
}

function sentence(text: string): string {
  const first = capitalized(text);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
