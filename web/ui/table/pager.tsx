import { Button } from "../button/button.tsx";
import styles from "./table.module.css";

interface PagerProps {
  /** `Rows 51–100`. */
  readonly label: string;
  /** Undefined: there is no page that way. */
  readonly onPrevious: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
}

/** Page by page, for lists whose length the server does not tell. */
export function Pager({ label, onPrevious, onNext }: PagerProps) {
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
      <span>{label}</span>
      <Button size="small" isDisabled={onNext === undefined} {...(onNext && { onPress: onNext })}>
        Next
      </Button>
    </nav>
  );
}
