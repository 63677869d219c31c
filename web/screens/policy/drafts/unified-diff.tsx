import { VisuallyHidden } from "../../../ui/text/visually-hidden.tsx";
import styles from "./drafts.module.css";

/** A unified diff; added and removed lines are told by sign, words and color together. */
export function UnifiedDiff({ text, label }: { readonly text: string; readonly label: string }) {
  const lines = text.split("\n").filter((line) => !/^(?:Index:|===|---|\+\+\+)/.test(line) && line !== "");
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must take the keyboard (WCAG 2.1.1)
    <div className={styles["diff"]} role="region" aria-label={label} tabIndex={0}>
      <table>
        <caption>
          <VisuallyHidden>{label}</VisuallyHidden>
        </caption>
        <tbody>
          {lines.map((line, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- lines of one text have no other identity, and never move
            <tr key={at} className={styles[kindOf(line)]}>
              <td>
                <VisuallyHidden>{SAID[kindOf(line)]}</VisuallyHidden>
                {line}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const SAID = { added: "added: ", removed: "removed: ", hunk: "", same: "" } as const;

function kindOf(line: string): keyof typeof SAID {
  if (line.startsWith("@@")) return "hunk";
  if (line.startsWith("+")) return "added";
  return line.startsWith("-") ? "removed" : "same";
}
