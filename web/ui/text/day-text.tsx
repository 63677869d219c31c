import styles from "./text.module.css";
import { dayText } from "./time.ts";

/** A day of the calendar, which no zone moves: `May 1, 2027`. `on`: `2027-05-01`. */
export function DayText({ on }: { readonly on: string }) {
  return (
    <time className={styles["day"]} dateTime={on}>
      {dayText(on)}
    </time>
  );
}
