import type { ReactNode } from "react";
import styles from "./chart.module.css";
import { durationText, type Scope, windowText } from "./scope.ts";

/** Everything that stands behind the five parts, with the rules. */
export function ScopeDetails({ scope }: { readonly scope: Scope }) {
  return (
    <div className={styles["details"]}>
      <Relations scope={scope} />
      <Segments scope={scope} />
      <Fields scope={scope} />
    </div>
  );
}

function Relations({ scope: { records } }: { readonly scope: Scope }) {
  return (
    <Group title="By which relation you reach records">
      {records.map((relation) => (
        <div key={relation.relation} className={styles["entry"]}>
          <p>
            <strong>{relation.title}</strong>
            {relation.kind === "fact" && ` · ${relation.patients.toLocaleString("en-US")} patients now`}
            {windowText(relation) !== "" && ` · ${windowText(relation)}`}
          </p>
          <p className={styles["soft"]}>{relation.why}</p>
          {relation.staleAfterSeconds !== null && (
            <p className={styles["soft"]}>
              Older than {durationText(`${Math.round(relation.staleAfterSeconds / 60)}m`)}, it no longer
              counts.
            </p>
          )}
          <Rules rules={relation.rules} />
        </div>
      ))}
    </Group>
  );
}

function Segments({ scope: { segmentsLeftOut } }: { readonly scope: Scope }) {
  if (segmentsLeftOut.length === 0) return null;
  return (
    <Group title="Sensitive segments that stay out">
      <p>{segmentsLeftOut.map(({ title }) => title).join(", ")}.</p>
      <p className={styles["soft"]}>By the policy alone: whether or not a chart holds any.</p>
    </Group>
  );
}

function Fields({ scope: { fields } }: { readonly scope: Scope }) {
  return (
    <Group title="Fields by group">
      <div className={styles["tableScroll"]} role="region" aria-label="Fields by group" tabIndex={0}>
        <table className={styles["fields"]}>
          <thead>
            <tr>
              <th scope="col">Group</th>
              <th scope="col">Shown</th>
              <th scope="col">Left out by the policy</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ group, shown, leftOut }) => (
              <tr key={group}>
                <th scope="row">{group}</th>
                <td>{shown.map(({ title, transform }) => titled(title, transform)).join("; ")}</td>
                <td className={styles["soft"]}>
                  {leftOut.map(({ title }) => title).join("; ") || "nothing"}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Group>
  );
}

/** An element with how it is shown, when that is not as it is: `Birth date (year only)`. */
export function titled(title: string, transform: string): string {
  return transform === "keep" ? title : `${title} (${formText(transform)})`;
}

const FORMS: Readonly<Record<string, string>> = {
  mask: "masked",
  count: "counted",
  tokenize: "as a pseudonym",
};

/** `generalize:year` as `year only`. */
export function formText(transform: string): string {
  return FORMS[transform] ?? `${transform.replace(/^generalize:/, "")} only`;
}

function Rules({ rules }: { readonly rules: readonly string[] }) {
  return (
    <p className={styles["soft"]}>
      {rules.map((rule) => (
        <code key={rule} className={styles["rule"]}>
          {rule}
        </code>
      ))}
    </p>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles["group"]}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
