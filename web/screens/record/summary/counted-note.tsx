import { Button } from "../../../ui/button/button.tsx";
import { TimeText } from "../../../ui/text/time-text.tsx";
import styles from "../record.module.css";
import type { Counted } from "./summaries.ts";

interface CountedNoteProps {
  readonly counted: Counted;
  readonly onOlder: (() => void) | undefined;
  readonly onNewer: (() => void) | undefined;
}

/** What the counts are over, and the way on where one answer does not hold all. Nothing, where it holds all. */
export function CountedNote({ counted, onOlder, onNewer }: CountedNoteProps) {
  const { counted: entries, oldest, newest, next } = counted;
  if ((next === null && onNewer === undefined) || oldest === null || newest === null) return null;
  return (
    <div className={styles["counted"]}>
      <p>
        These counts are over {entries.toLocaleString("en-US")} entries, from{" "}
        <TimeText at={oldest} form="absolute" /> to <TimeText at={newest} form="absolute" />.
        {next !== null && " Older entries are there, and not counted here."}
      </p>
      <div className={styles["buttons"]}>
        {onNewer !== undefined && (
          <Button size="small" onPress={onNewer}>
            Newer entries
          </Button>
        )}
        {onOlder !== undefined && (
          <Button size="small" onPress={onOlder}>
            Count the older ones
          </Button>
        )}
      </div>
    </div>
  );
}
