import { createContext, useContext } from "react";
import { absoluteTime, relativeTime } from "./time.ts";
import styles from "./text.module.css";

export interface TimeSource {
  /** Milliseconds since 1970. The shell gives the server's clock, tests a fixed one. */
  readonly now: () => number;
  readonly zone?: string | undefined;
}

/** The clock and zone that every time on the page is shown by. */
export const TimeContext = createContext<TimeSource>({ now: Date.now });

interface TimeTextProps {
  /** ISO 8601. */
  readonly at: string;
  /** `absolute` leaves the relative part out, for dense tables. */
  readonly form?: "both" | "absolute";
}

/** A moment, absolute with its zone and relative to now. */
export function TimeText({ at, form = "both" }: TimeTextProps) {
  const { now, zone } = useContext(TimeContext);
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return <span>unknown time</span>;
  const relative = relativeTime(moment, now(), "en-US");
  return (
    <time dateTime={at} title={form === "absolute" ? relative : undefined}>
      <span className={styles["moment"]}>{absoluteTime(moment, { locale: "en-US", zone })}</span>
      {form === "both" && (
        <>
          {" "}
          <span className={styles["relative"]}>({relative})</span>
        </>
      )}
    </time>
  );
}
