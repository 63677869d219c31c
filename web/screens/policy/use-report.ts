import type { UseQueryResult } from "@tanstack/react-query";
import { useContext, useState } from "react";
import { useAnswer } from "../../api/use-answer.ts";
import type { Progress } from "../../ui/state/progress-row.tsx";
import { TimeContext } from "../../ui/text/time-text.tsx";

type ReportAnswer<R> =
  | { readonly state: "ready"; readonly report: R }
  | { readonly state: "running"; readonly done: number; readonly total: number | null };

/** Milliseconds before asking again, as the server's `Retry-After` says. */
const AGAIN_MS = 1_000;

interface ReportState<R> {
  readonly query: UseQueryResult<R>;
  /** How far it is; null before the first answer and once it is there. */
  readonly progress: Progress | null;
}

/**
 * A report that the server may still be making: asks until it is there. The work goes on at the server, so a page
 * that is loaded anew finds it where it is.
 */
export function useReport<R>(
  key: readonly unknown[],
  title: string,
  ask: () => Promise<ReportAnswer<R>>,
  enabled = true,
): ReportState<R> {
  const { now } = useContext(TimeContext);
  const [progress, setProgress] = useState<Progress | null>(null);
  const query = useAnswer(
    key,
    async (signal) => {
      const startedAt = new Date(now()).toISOString();
      for (;;) {
        const answer = await ask();
        if (answer.state === "ready") {
          setProgress(null);
          return answer.report;
        }
        setProgress(running(title, startedAt, answer));
        await waited(signal);
      }
    },
    { enabled },
  );
  return { query, progress: query.isFetching ? progress : null };
}

function running(
  title: string,
  startedAt: string,
  { done, total }: { readonly done: number; readonly total: number | null },
): Progress {
  const step = total === null ? "Getting ready" : "Working";
  return { title, step, done, total: total ?? 0, startedAt, state: "running" };
}

/** @throws the signal's reason when nobody waits any more */
function waited(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, AGAIN_MS);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error("the report is not needed any more"));
    });
  });
}
