import { type DiffLine, diffLines } from "./diff-lines.ts";
import styles from "./text.module.css";
import { VisuallyHidden } from "./visually-hidden.tsx";

interface DiffProps {
  /** A unified diff of one file. */
  readonly unified: string;
  /** What is compared, for screen readers. */
  readonly label: string;
}

const SIGN = { same: " ", added: "+", removed: "−", gap: "⋯" } as const;
const SAID = { same: "", added: "added: ", removed: "removed: ", gap: "lines left out" } as const;

/** What differs between two texts, line by line; added and removed lines are told by sign, words and color together. */
export function Diff({ unified, label }: DiffProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must take the keyboard (WCAG 2.1.1)
    <div className={styles["diff"]} role="region" aria-label={label} tabIndex={0}>
      <table>
        <caption>
          <VisuallyHidden>{label}</VisuallyHidden>
        </caption>
        <tbody>
          {diffLines(unified).map((line, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- lines of one text have no other identity, and never move
            <Line key={at} line={line} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ line }: { readonly line: DiffLine }) {
  return (
    <tr className={styles[line.kind]}>
      <td className={styles["number"]}>{line.before}</td>
      <td className={styles["number"]}>{line.after}</td>
      <td className={styles["sign"]} aria-hidden="true">
        {SIGN[line.kind]}
      </td>
      <td>
        <VisuallyHidden>{SAID[line.kind]}</VisuallyHidden>
        {line.text}
      </td>
    </tr>
  );
}
