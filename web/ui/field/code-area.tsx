import { type Ref, useId, useImperativeHandle, useRef } from "react";
import styles from "./code-area.module.css";

export interface CodeAreaHandle {
  /** Puts the cursor at the beginning of a line, counted from 1. */
  readonly goToLine: (line: number) => void;
  /** Puts the cursor where it was. */
  readonly focus: () => void;
}

interface CodeAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly isReadOnly?: boolean;
  /** Lines with a remark, counted from 1. */
  readonly marked?: readonly number[];
  readonly ref?: Ref<CodeAreaHandle>;
}

/** A text area for code, with line numbers. Tab leaves it, as anywhere else. */
export function CodeArea({ label, value, onChange, isReadOnly = false, marked = [], ref }: CodeAreaProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  useImperativeHandle(
    ref,
    () => ({ goToLine: (line) => goTo(area.current, line), focus: () => area.current?.focus() }),
    [],
  );
  const lines = value.split("\n");
  return (
    <div className={styles["field"]}>
      <label htmlFor={id} className={styles["label"]}>
        {label}
      </label>
      <div className={styles["frame"]}>
        <div ref={gutter} className={styles["gutter"]} aria-hidden="true">
          {lines.map((_line, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- a line number is its own identity
            <div key={at} className={marked.includes(at + 1) ? styles["marked"] : undefined}>
              {at + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={area}
          id={id}
          className={styles["area"]}
          value={value}
          readOnly={isReadOnly}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          wrap="off"
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => {
            if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
    </div>
  );
}

function goTo(area: HTMLTextAreaElement | null, line: number): void {
  if (area === null) return;
  const lines = area.value.split("\n");
  const at = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  area.focus();
  area.setSelectionRange(at, at);
  area.scrollTop = (area.scrollHeight / Math.max(1, lines.length)) * Math.max(0, line - 6);
}
