import { type BaseCopy, listBaseCopies } from "./base-copies.ts";
import { listSegments, type LogArchiveParts, untilOf } from "./log-archive.ts";
import { isBefore, isSegment, lastInRow } from "./segments.ts";

/** Moments that can be restored to from one base copy. Milliseconds since 1970. */
export interface ReachableSpan {
  readonly base: BaseCopy;
  readonly from: number;
  readonly until: number;
}

/** What can be restored to, by base copy, oldest first; a copy from which the log does not lead on is left out. */
export async function reachableSpans(parts: LogArchiveParts): Promise<readonly ReachableSpan[]> {
  const there = new Set((await listSegments(parts.target, parts.systemId)).filter(isSegment));
  const spans: ReachableSpan[] = [];
  for (const base of await listBaseCopies(parts)) {
    const last = lastInRow(base.startSegment, there);
    if (last === null || isBefore(last, base.stopSegment)) continue;
    const until = (await untilOf(parts.target, parts.systemId, last)) ?? 0;
    if (until > base.from) spans.push({ base, from: base.from, until });
  }
  return spans;
}

/** The base copy with the least of the log to go through to this moment; null: it cannot be reached. */
export function spanFor(spans: readonly ReachableSpan[], moment: number): ReachableSpan | null {
  return spans.findLast(({ from, until }) => from <= moment && moment <= until) ?? null;
}

/** Stretches of time without a gap between them, oldest first. */
export function windowsOf(
  spans: readonly Pick<ReachableSpan, "from" | "until">[],
): readonly { readonly from: number; readonly until: number }[] {
  const windows: { from: number; until: number }[] = [];
  for (const { from, until } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = windows.at(-1);
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
    else windows.push({ from, until });
  }
  return windows;
}
