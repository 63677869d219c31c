import { nextEntryId } from "../audit/entry-id.ts";
import {
  checkIntegrity,
  findingsOf,
  type IntegrityFindings,
  INTEGRITY_CHECK,
  integrityEntry,
  type IntegrityParts,
  reasonOf,
} from "../audit/integrity.ts";
import type { Recorder } from "../audit/recorder.ts";
import type { JobKind } from "../jobs/types.ts";
import type { Clock } from "../kernel/clock.ts";

export interface Integrity {
  /** The job that checks what came since the last check, and records what it found. */
  readonly kind: JobKind;
  /** For readiness: what the last check came to; `waiting` before the first. */
  check(): "ok" | "waiting" | "failing";
  /** When the last check was, in milliseconds since 1970, and what it found; null before the first. */
  last(): { readonly at: number; readonly findings: IntegrityFindings } | null;
}

/** The nightly check of the record. Its findings are entries of the record themselves: nothing else has to be kept. */
export async function openIntegrity(
  parts: IntegrityParts & {
    readonly recorder: Pick<Recorder, "record" | "search">;
    readonly clock: Clock;
    readonly policyHash: () => string;
  },
): Promise<Integrity> {
  const { recorder, clock } = parts;
  const last = async () => {
    const { entries } = await recorder.search({ interaction: INTEGRITY_CHECK, limit: 1 }, false);
    const [entry] = entries;
    const findings = entry === undefined ? null : findingsOf(entry);
    return entry === undefined || findings === null ? null : { at: entry.at, findings };
  };
  let known = await last();
  return {
    kind: {
      kind: INTEGRITY_CHECK,
      step: async () => {
        const findings = await checkIntegrity(parts, (await last())?.findings.until ?? null);
        const act = { id: nextEntryId(clock), at: clock.now(), policyHash: parts.policyHash() };
        await recorder.record(integrityEntry(findings, act));
        known = { at: act.at, findings };
        return { kind: "done", parts: [] };
      },
      failed: async () => undefined,
    },
    check: () => {
      if (known === null) return "waiting";
      return reasonOf(known.findings) === null ? "ok" : "failing";
    },
    last: () => known,
  };
}
