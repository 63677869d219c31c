import { CodedText } from "../../../ui/text/coded-text.tsx";
import studio from "../studio.module.css";
import type { Diagnostic } from "./draft-calls.ts";
import styles from "./drafts.module.css";

interface DiagnosticListProps {
  readonly diagnostics: readonly Diagnostic[];
  /** Goes to the line. */
  readonly onGo?: (diagnostic: Diagnostic) => void;
}

/** What is wrong with a policy as written, each at its place. */
export function DiagnosticList({ diagnostics, onGo }: DiagnosticListProps) {
  if (diagnostics.length === 0) return null;
  return (
    <ul className={studio["lines"]} aria-label="Diagnostics">
      {diagnostics.map((diagnostic) => {
        const { id, severity, message, hint, file, line, column } = diagnostic;
        const place = `${file}:${line}:${column}`;
        return (
          <li key={`${place} ${id} ${message}`} className={styles["diagnostic"]}>
            <strong>{severity === "error" ? "Error" : "Warning"}</strong>
            <span>
              <CodedText text={message} />
              {hint !== null && (
                <span className={studio["facts"]}>
                  {" "}
                  <CodedText text={hint} />
                </span>
              )}
            </span>
            {onGo === undefined ? (
              <code className={studio["place"]}>{place}</code>
            ) : (
              <button type="button" className={styles["go"]} onClick={() => onGo(diagnostic)}>
                <code>{place}</code>
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
