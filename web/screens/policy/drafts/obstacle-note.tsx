import { capitalized } from "../../../ui/text/capitalized.ts";
import { Button } from "../../../ui/button/button.tsx";
import { CodedText } from "../../../ui/text/coded-text.tsx";
import { Icon } from "../../../ui/text/icon.tsx";
import { TimeText } from "../../../ui/text/time-text.tsx";
import studio from "../studio.module.css";
import { DiagnosticList } from "./diagnostic-list.tsx";
import type { Obstacle } from "./draft-calls.ts";
import styles from "./drafts.module.css";
import type { DraftEditor } from "./use-draft-editor.ts";

/** Why a change was not made, and how to go on without losing it. */
export function ObstacleNote({ editor }: { readonly editor: DraftEditor }) {
  const { obstacle } = editor;
  if (obstacle === null) return null;
  const { problem, since, diagnostics } = obstacle;
  const isStale = since.length > 0;
  return (
    <section className={styles["note"]} aria-label="The change was not made" role="alert">
      <p className={styles["noteHead"]}>
        <Icon name="warning" /> The change was not made
      </p>
      <p>
        <CodedText text={sentence(problem.title)} />{" "}
        {problem.next !== undefined && <CodedText text={sentence(problem.next)} />}
      </p>
      <DiagnosticList diagnostics={diagnostics} />
      {isStale && <Since obstacle={obstacle} />}
      {isStale && (
        <div>
          <Button size="small" icon="retry" isPending={editor.isBusy} onPress={() => void editor.readLast()}>
            Load the last version and keep my change
          </Button>
        </div>
      )}
    </section>
  );
}

function Since({ obstacle: { since } }: { readonly obstacle: Obstacle }) {
  return (
    <ul className={studio["lines"]}>
      {since.map(({ n, author, at, changes, act }) => (
        <li key={n}>
          Version {n}, {act} by {author}, <TimeText at={at} />
          <ul>
            {changes.slice(0, 10).map((change) => (
              <li key={change}>
                <code>{change}</code>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function sentence(text: string): string {
  const first = capitalized(text);
  return first.endsWith(".") ? first : `${first}.`;
}
