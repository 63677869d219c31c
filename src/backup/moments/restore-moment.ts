import { AppError } from "../../kernel/errors.ts";
import { openBaseCopy, systemIdsIn } from "./base-copies.ts";
import { getSegment, type LogArchiveParts } from "./log-archive.ts";
import type { Recovered, Recovery } from "./ports.ts";
import { type ReachableSpan, reachableSpans, spanFor, windowsOf } from "./window.ts";

export interface MomentParts extends Omit<LogArchiveParts, "systemId"> {
  readonly recover: (recovery: Recovery) => Promise<Recovered>;
}

/** A database as it was at a moment; it runs. */
export interface RestoredMoment extends Recovered {
  readonly baseId: string;
  /** Milliseconds since 1970. */
  readonly moment: number;
}

/**
 * Restores to a moment, into a folder without a database.
 * @param moment milliseconds since 1970, by the clock of the database
 * @throws AppError `not_found` where it cannot be reached, and which can; `conflict`, `key_unavailable`, `report_incomplete`
 */
export async function restoreMoment(
  { target, wrapper, recover }: MomentParts,
  moment: number,
  dataDir: string,
): Promise<RestoredMoment> {
  const all: ReachableSpan[] = [];
  for (const systemId of await systemIdsIn(target)) {
    const parts = { target, wrapper, systemId };
    const spans = await reachableSpans(parts);
    const span = spanFor(spans, moment);
    all.push(...spans);
    if (span === null) continue;
    const files = await openBaseCopy(parts, span.base.id);
    const recovered = await recover({ dataDir, files, moment, segment: (name) => getSegment(parts, name) });
    return { ...recovered, baseId: span.base.id, moment };
  }
  throw unreachable(moment, all);
}

function unreachable(moment: number, spans: readonly ReachableSpan[]): AppError {
  const told = windowsOf(spans).map(({ from, until }) => `${timeOf(from)} to ${timeOf(until)}`);
  return new AppError("not_found", `the moment \`${timeOf(moment)}\` cannot be restored to`, {
    hint:
      told.length === 0
        ? "there is no base copy here with the log after it; take a backup"
        : `what can be reached: ${told.join(", ")}`,
  });
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}
