import { useContext, useEffect, useRef, useState } from "react";
import { ProgressBar } from "react-aria-components/ProgressBar";
import { Badge } from "../badge/badge.tsx";
import { Button } from "../button/button.tsx";
import { useAnnounce } from "../status/status-region.tsx";
import { elapsedTime } from "../text/time.ts";
import { TimeContext } from "../text/time-text.tsx";
import styles from "./state.module.css";

/** A long piece of work as the server tells it. */
export interface Progress {
  readonly title: string;
  /** What it does now. */
  readonly step: string;
  readonly done: number;
  readonly total: number;
  /** ISO time. */
  readonly startedAt: string;
  readonly state: "running" | "done" | "failed" | "canceled";
}

interface ProgressRowProps {
  readonly progress: Progress;
  readonly onCancel?: () => void;
}

/** Announcements of one row come at most this often, in milliseconds. */
const QUIET_MS = 10_000;

const ENDS = { done: "Done", failed: "Failed", canceled: "Canceled" } as const;
const TONES = { done: "permit", failed: "deny", canceled: "neutral" } as const;

/** A long job: what it does, n of m, how long it has run, and a way to stop it. */
export function ProgressRow({ progress, onCancel }: ProgressRowProps) {
  const { title, step, done, total, state } = progress;
  const elapsed = useElapsed(progress);
  useSpoken(progress);
  return (
    <div className={styles["progress"]}>
      <div>
        <strong>{title}</strong>
        <div className={styles["step"]}>
          {step}, {done.toLocaleString("en-US")} of {total.toLocaleString("en-US")}, {elapsedTime(elapsed)}
        </div>
      </div>
      {state === "running" ? (
        onCancel !== undefined && (
          <Button size="small" aria-label={`Cancel: ${title}`} onPress={onCancel}>
            Cancel
          </Button>
        )
      ) : (
        <Badge tone={TONES[state]}>{ENDS[state]}</Badge>
      )}
      <ProgressBar
        aria-label={title}
        value={done}
        maxValue={Math.max(total, 1)}
        className={styles["meter"] ?? ""}
      >
        {({ percentage = 0 }) => <div className={styles["fill"]} style={{ width: `${percentage}%` }} />}
      </ProgressBar>
    </div>
  );
}

/** Milliseconds since the start; stands still once it ended. */
function useElapsed({ startedAt, state }: Progress): number {
  const { now } = useContext(TimeContext);
  const [at, setAt] = useState(now);
  useEffect(() => {
    if (state !== "running") return undefined;
    const timer = setInterval(() => setAt(now()), 1000);
    return () => clearInterval(timer);
  }, [now, state]);
  return at - Date.parse(startedAt);
}

function useSpoken({ title, step, done, total, state }: Progress): void {
  const announce = useAnnounce();
  const last = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const at = performance.now();
    if (state === "running" && at - last.current < QUIET_MS) return;
    last.current = at;
    announce(state === "running" ? `${title}: ${step}, ${done} of ${total}` : `${title}: ${ENDS[state]}`);
  }, [announce, title, step, done, total, state]);
}
