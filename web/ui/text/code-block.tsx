import { CopyButton } from "../button/copy-button.tsx";
import styles from "./text.module.css";

interface CodeBlockProps {
  readonly code: string;
  /** What it is, for screen readers: `the policy as YAML`. */
  readonly label: string;
}

/** Code or a command, scrolled sideways when long, with a button that copies it. */
export function CodeBlock({ code, label }: CodeBlockProps) {
  return (
    <div className={styles["code"]}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must take the keyboard (WCAG 2.1.1) */}
      <pre tabIndex={0} role="region" aria-label={label}>
        <code>{code}</code>
      </pre>
      <div className={styles["copy"]}>
        <CopyButton text={code} label={`Copy ${label}`} />
      </div>
    </div>
  );
}
