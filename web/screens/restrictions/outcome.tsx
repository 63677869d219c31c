import type { ReactNode } from "react";
import { type Problem, problemOf } from "../../api/problem.ts";
import { CodedText } from "../../ui/text/coded-text.tsx";
import { Icon } from "../../ui/text/icon.tsx";
import { EntryLink } from "../acting.tsx";
import styles from "./restrictions.module.css";

interface DoneProps {
  readonly text: string;
  /** Id of the entry in the record. */
  readonly entry: string | null;
  readonly children?: ReactNode;
}

/** What was done, and where the record holds it. */
export function Done({ text, entry, children }: DoneProps) {
  return (
    <p className={styles["outcome"]}>
      <Icon name="check" />
      <span>
        {text}. <EntryLink id={entry} /> {children}
      </span>
    </p>
  );
}

/** Why something was not done, in the words of the server; of a conflict what it means for the person. */
export function NotDone({ error, conflict }: { readonly error: Error; readonly conflict: string }) {
  const problem = problemOf(error);
  return (
    <p className={styles["outcome"]} role="alert">
      <Icon name="warning" />
      <span>
        {sentence(problem)} {problem.code === "conflict" ? conflict : problem.next}{" "}
        <EntryLink id={problem.entry ?? null} />
      </span>
    </p>
  );
}

function sentence({ title, detail }: Problem): ReactNode {
  const text = detail === undefined ? title : `${title}: ${detail}`;
  return <CodedText text={`Nothing was changed: ${text}.`} />;
}
