import { useState } from "react";
import { problemOf } from "../../api/problem.ts";
import { recordKind } from "../../api/record-kinds.ts";
import { Skeleton } from "../../ui/state/skeleton.tsx";
import { CodedText } from "../../ui/text/coded-text.tsx";
import { Icon } from "../../ui/text/icon.tsx";
import styles from "./chart.module.css";
import { type CheckedElement, useCheck } from "./check.ts";
import { elementTitles, type Scope } from "./scope.ts";

interface LeftOutProps {
  /** FHIR resource type. */
  readonly type: string;
  readonly scope: Scope;
}

/** What the purpose leaves out of a kind of record. From the policy alone: it never tells what this chart holds. */
export function LeftOut({ type, scope }: LeftOutProps) {
  const [open, setOpen] = useState(false);
  return (
    <div>
      <button
        type="button"
        className={styles["headline"]}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="chevronRight" size={12} />
        <span className={styles["soft"]}>
          What your purpose leaves out of {recordKind(type).toLowerCase()}, and why not
        </span>
      </button>
      {open && <LeftOutBody type={type} scope={scope} />}
    </div>
  );
}

function LeftOutBody({ type, scope }: LeftOutProps) {
  const check = useCheck(type, `What stays out of ${recordKind(type).toLowerCase()}`);
  if (check.error !== null) return <p>{problemOf(check.error).title}</p>;
  if (check.data === undefined) return <Skeleton lines={2} label="Asking what stays out" />;
  const left = check.data.elements.filter(({ transform }) => transform === "drop");
  const segments = scope.segmentsLeftOut.filter(({ id }) => check.data.segmentsLeftOut.includes(id));
  return (
    <div className={styles["leftOut"]}>
      {left.length === 0 ? (
        <p>No element. Records of the segments below stay out as a whole.</p>
      ) : (
        <LeftOutElements elements={left} scope={scope} />
      )}
      {segments.length > 0 && (
        <p>
          <strong>Sensitive segments:</strong> {segments.map(({ title }) => title).join(", ")}.
        </p>
      )}
      <p className={styles["soft"]}>
        This follows from the policy alone, whether or not this chart holds any of it.
      </p>
    </div>
  );
}

function LeftOutElements({
  elements,
  scope,
}: {
  readonly elements: readonly CheckedElement[];
  readonly scope: Scope;
}) {
  const titles = elementTitles(scope);
  const mayAsk = new Set(scope.mayAsk.eligible ? scope.mayAsk.elements.map(({ element }) => element) : []);
  const [first] = elements;
  return (
    <>
      <ul className={styles["leftList"]}>
        {elements.map(({ element }) => (
          <li key={element}>
            {titles.get(element) ?? wordsOfId(element)}
            {mayAsk.has(element) && (
              <span className={styles["soft"]}> · you may ask for it, one case at a time</span>
            )}
          </li>
        ))}
      </ul>
      {first?.next != null && (
        <p>
          <CodedText text={first.next} />
        </p>
      )}
    </>
  );
}

/** `social-history.needs` as `Social history: needs`, for a group that the scope does not name. */
function wordsOfId(element: string): string {
  const words = element.replace(".", ": ").replaceAll(/[.-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
