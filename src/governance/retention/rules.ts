/** When what is documented may go: pure. */
import { dayAt, endOfDay, yearsLater } from "../../kernel/calendar.ts";
import type { RetentionClass, RetentionSchedule } from "../../policy/types.ts";
import type { DueMonth, KeepReason, LegalHold, RecordMonth } from "./types.ts";

/** What is known of something documented. */
export interface Documented {
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** When it was last in effect; null: it still is. Not given where it never is in effect, as an entry. */
  readonly lastEffectiveAt?: number | null;
}

/**
 * The first instant at which it may be purged, in milliseconds since 1970; null: not while it is in effect. The years are
 * counted on the calendar of this zone, and the day that they end on is kept whole.
 * 45 CFR 164.316(b)(2)(i), 164.530(j)(2): six years from creation or last effect, whichever is later.
 */
export function dueAt(
  rule: Pick<RetentionClass, "years" | "from">,
  { createdAt, lastEffectiveAt }: Documented,
  timeZone: string,
): number | null {
  if (rule.from === "last-effect" && lastEffectiveAt === null) return null;
  const counted = rule.from === "last-effect" ? Math.max(createdAt, lastEffectiveAt ?? createdAt) : createdAt;
  return endOfDay(yearsLater(dayAt(counted, timeZone), rule.years), timeZone);
}

/** Classes that entries of the record fall under: any month may hold a disclosure (45 CFR 164.528). */
const OF_ENTRIES = ["record-entries", "disclosures"] as const;

/** The class of the schedule that keeps entries longest; undefined: the schedule says nothing of them. */
export function ruleOfEntries(schedule: RetentionSchedule | undefined): RetentionClass | undefined {
  const rules = (schedule?.classes ?? []).filter(({ id }) => OF_ENTRIES.some((one) => one === id));
  if (!rules.some(({ id }) => id === "record-entries")) return undefined;
  return rules.reduce((longest, rule) => (rule.years > longest.years ? rule : longest));
}

/** What a month is judged by. */
export interface Standing {
  readonly now: number;
  readonly timeZone: string;
  readonly schedule: RetentionSchedule | undefined;
  /** Open ones that keep this month. */
  readonly holds: readonly LegalHold[];
  /** Entries from this `seq` on are looked at whenever the record is opened. */
  readonly newestFrom: number;
  /** Up to this `seq` the tree is kept apart from the entries, so that proofs outlive them. */
  readonly provenThrough: number;
}

/** Whether a month may be purged, and if not why; every reason at once. */
export function judged(month: RecordMonth, standing: Standing): DueMonth {
  const { now, timeZone, schedule, holds, newestFrom, provenThrough } = standing;
  const rule = ruleOfEntries(schedule);
  const due = rule === undefined ? null : dueAt(rule, { createdAt: month.until - 1 }, timeZone);
  const reasons: KeepReason[] = holds.map(({ id }) => ({ code: "hold", ground: id, until: null }));
  if (rule === undefined) reasons.push({ code: "no_schedule", ground: "retention.yaml", until: null });
  else if (due === null || due > now)
    reasons.push({ code: "retention", ground: rule.cfr[0] ?? rule.id, until: due });
  if (month.lastSeq >= newestFrom) reasons.push({ code: "newest", ground: "AUD-55", until: null });
  if (month.lastSeq > provenThrough) reasons.push({ code: "unproven", ground: "AUD-50", until: null });
  return { month, dueAt: due, reasons };
}

/** True while nobody has released it. */
export function isOpen(hold: LegalHold): boolean {
  return hold.released === null;
}

/** True when the hold keeps the month whatever its entries are about; undefined: that depends on the entries. */
export function keepsByTime({ scope }: LegalHold, month: RecordMonth): boolean | undefined {
  if (scope.kind === "record") return true;
  if (scope.kind === "period") return scope.from < month.until && month.from < scope.until;
  return undefined;
}
