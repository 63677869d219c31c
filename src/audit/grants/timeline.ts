/** The life of one grant, in order, from the record alone. */
import { type Counted, seeEntries, type SummaryParts } from "../summaries/counted-entries.ts";
import type { AuditEntry, ExceptionKind } from "../types.ts";
import { decisionOf, type GrantDecision, type GrantEvent, grantEventOf, untilOf } from "./grant-events.ts";

/** One act on the grant, or uses by one person that follow each other and end alike. */
export interface GrantStep {
  readonly step: GrantEvent | "used";
  /** Of the entry, of uses the first. */
  readonly entry: string;
  /** Milliseconds since 1970; of uses of the first and the last. */
  readonly at: number;
  readonly last: number;
  /** Null: nobody known, or it ended by its time. */
  readonly person: string | null;
  readonly roles: readonly string[];
  readonly purpose: string | null;
  readonly outcome: AuditEntry["outcome"];
  readonly decision: GrantDecision | null;
  readonly until: number | null;
  readonly entries: number;
  readonly records: number;
}

/**
 * `waiting`: asked for and not decided; `rejected`; `approved`: not opened yet; `open`; `closed`; `expired`; `over`: past
 * its time, with no entry that says so; `unknown`: the record holds uses alone.
 */
export type GrantState =
  | "waiting"
  | "rejected"
  | "approved"
  | "open"
  | "closed"
  | "expired"
  | "over"
  | "unknown";

export interface GrantTimeline extends Counted {
  readonly grant: string;
  readonly kinds: readonly ExceptionKind[];
  /** As of the question. */
  readonly state: GrantState;
  /** The oldest first. */
  readonly steps: readonly GrantStep[];
  /** Different patients whom its entries are about. */
  readonly patients: number;
}

/**
 * The timeline of a grant; null: the record knows none of this id. `next` is not null where the grant has more entries than
 * one answer goes through: the oldest are missing then.
 * @throws as `seeEntries` does
 */
export async function grantTimeline(parts: SummaryParts, grant: string): Promise<GrantTimeline | null> {
  const entries: AuditEntry[] = [];
  const patients = new Set<string>();
  const counted = await seeEntries(parts, { grant }, (entry, about) => {
    entries.push(entry);
    for (const patient of about) patients.add(patient);
  });
  if (entries.length === 0) return null;
  const steps = stepsOf(entries.toReversed().toSorted((a, b) => a.at - b.at));
  const kinds = [...new Set(entries.flatMap(({ exceptions }) => exceptions ?? []))].toSorted();
  const state = stateOf(steps, parts.clock.now());
  return { ...counted, grant, kinds, state, steps, patients: patients.size };
}

function stepsOf(entries: readonly AuditEntry[]): readonly GrantStep[] {
  const steps: GrantStep[] = [];
  for (const entry of entries) {
    const step = stepOf(entry);
    const before = steps.at(-1);
    if (before !== undefined && isMoreOf(before, step)) steps[steps.length - 1] = joined(before, step);
    else steps.push(step);
  }
  return steps;
}

function stepOf(entry: AuditEntry): GrantStep {
  const { id, at, personId, roles, purpose, outcome, recordCount } = entry;
  const step = grantEventOf(entry) ?? "used";
  const said = { decision: decisionOf(entry), until: step === "used" ? null : untilOf(entry) };
  const who = { person: personId, roles, purpose, outcome };
  return { step, entry: id, at, last: at, ...who, ...said, entries: 1, records: recordCount };
}

function isMoreOf(before: GrantStep, step: GrantStep): boolean {
  const isAlike = before.person === step.person && before.outcome === step.outcome;
  return before.step === "used" && step.step === "used" && isAlike && before.purpose === step.purpose;
}

function joined(before: GrantStep, step: GrantStep): GrantStep {
  return {
    ...before,
    last: step.last,
    entries: before.entries + step.entries,
    records: before.records + step.records,
  };
}

function stateOf(steps: readonly GrantStep[], now: number): GrantState {
  const last = steps.findLast(({ step }) => step !== "used" && step !== "changed");
  if (last === undefined) return "unknown";
  if (last.step === "closed" || last.step === "expired") return last.step;
  if (last.step === "asked") return "waiting";
  if (last.step === "decided" && last.decision === "rejected") return "rejected";
  const until = steps.findLast((step) => step.until !== null)?.until ?? null;
  if (until !== null && until <= now) return "over";
  return last.step === "opened" ? "open" : "approved";
}
