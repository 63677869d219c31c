import { Button } from "../button/button.tsx";
import styles from "./table.module.css";

interface PagerProps {
  /** See rowsLabel; where the server tells no more, `First page` and `Further page`. */
  readonly label: string;
  /** What else there is to say of the rows, also where they are one page. */
  readonly note?: string;
  /** Undefined: there is no page that way. */
  readonly onPrevious: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
}

/** Page by page, for lists whose length the server does not tell; nothing where there is one page. */
export function Pager({ label, note = "", onPrevious, onNext }: PagerProps) {
  const isOnly = onPrevious === undefined && onNext === undefined;
  if (isOnly) return note === "" ? null : <span>{note}</span>;
  return (
    <nav className={styles["pager"]} aria-label="Pages">
      <Button
        size="small"
        icon="chevronLeft"
        isDisabled={onPrevious === undefined}
        {...(onPrevious && { onPress: onPrevious })}
      >
        Previous
      </Button>
      <span>{[label, note].filter((part) => part !== "").join(" · ")}</span>
      <Button size="small" isDisabled={onNext === undefined} {...(onNext && { onPress: onNext })}>
        Next
      </Button>
    </nav>
  );
}

/** `Rows 51–100`, after so many rows on the pages before; of how many, where the server tells. */
export function rowsLabel(before: number, count: number, total?: number | null): string {
  if (count === 0) return "No rows";
  const of = total === undefined || total === null ? "" : ` of ${total.toLocaleString("en-US")}`;
  return `Rows ${before + 1}–${before + count}${of}`;
}
