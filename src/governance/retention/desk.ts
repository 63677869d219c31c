import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { RetentionSchedule } from "../../policy/types.ts";
import type { HoldStore, PurgeStore, RecordMonths } from "./ports.ts";
import { endOfDay } from "../../kernel/calendar.ts";
import { reasonsFor } from "./patient.ts";
import { isOpen, judged, keepsByTime, ruleOfEntries, type Standing } from "./rules.ts";
import type { DueMonth, HoldScope, KeepReason, LegalHold, Purge, RecordMonth, Tombstone } from "./types.ts";

/** What retention is wired from. */
export interface RetentionParts {
  readonly holds: HoldStore;
  readonly months: RecordMonths;
  readonly purges: PurgeStore;
  readonly clock: Clock;
  /** Of the policy in force. */
  readonly schedule: () => RetentionSchedule | undefined;
  readonly timeZone: () => string;
  /** The last `seq` whose leaf is kept apart from its entry. */
  readonly tilesThrough: () => Promise<number>;
}

export interface NewHold {
  readonly id: string;
  readonly scope: HoldScope;
  readonly reason: string;
}

export interface NewPurge {
  readonly id: string;
  readonly months: readonly string[];
  readonly reason: string;
}

/** How long the record is kept, what holds it, and how it goes. */
export interface RetentionDesk {
  readonly schedule: () => RetentionSchedule | undefined;
  /** The zone that days are counted in, as IANA names it. */
  readonly timeZone: () => string;
  /**
   * Every month of the record, oldest first, with why it is kept: now, or as it will be when that day (`2027-05-31`) ends, if
   * holds and tree stand as they do now.
   */
  due(day?: string): Promise<readonly DueMonth[]>;
  holds(): Promise<readonly LegalHold[]>;
  /** Reason `already_done`: another hold has this id. */
  open(hold: NewHold, by: string): Promise<LegalHold | Reason>;
  /** Reasons: `not_found`, `already_done` for one that is released. */
  release(id: string, reason: string, by: string): Promise<LegalHold | Reason>;
  purges(): Promise<readonly Purge[]>;
  /** What would go; nothing is kept of it. */
  dryRun(months: readonly string[]): Promise<readonly DueMonth[]>;
  /** Reasons: `not_found` for a month that is none, `record_kept`, `already_done`. */
  propose(purge: NewPurge, by: string): Promise<Purge | Reason>;
  /** Reasons: `not_found`, `already_done`. */
  withdraw(id: string, by: string): Promise<Purge | Reason>;
  /** Open ones that somebody else proposed, oldest first. */
  waitingFor(personId: string): Promise<readonly Purge[]>;
  /** Reasons: `not_found`, `no_grant` for the one who proposed it, `record_kept`, `already_done`. */
  confirm(id: string, by: string): Promise<readonly Tombstone[] | Reason>;
  tombstones(): Promise<readonly Tombstone[]>;
  /** What still needs the entries about a patient; empty: nothing does. For whoever would make them unreadable. */
  reasonsToKeep(patientId: string, now: number): Promise<readonly KeepReason[]>;
}

/** INVARIANT: what goes is judged when it is proposed, and anew when it is confirmed. */
export function createRetentionDesk(parts: RetentionParts): RetentionDesk {
  const { holds, purges, clock, schedule } = parts;
  return {
    schedule,
    timeZone: parts.timeZone,
    due: (day) => judgeAll(parts, day === undefined ? clock.now() : endOfDay(day, parts.timeZone()) - 1),
    holds: () => holds.list(),
    open: async ({ id, scope, reason }, by) => {
      const hold = { id, scope, opened: { by, at: clock.now(), reason } };
      return (await holds.open(hold)) ? { ...hold, released: null } : because("already_done");
    },
    release: async (id, reason, by) => {
      const hold = (await holds.list()).find((one) => one.id === id);
      if (hold === undefined) return because("not_found");
      const released = { by, at: clock.now(), reason };
      return (await holds.release(id, released)) ? { ...hold, released } : because("already_done");
    },
    purges: () => purges.list(),
    dryRun: async (months) =>
      (await judgeAll(parts, clock.now())).filter(({ month }) => months.includes(month.id)),
    propose: (purge, by) => propose(parts, purge, by),
    withdraw: (id, by) => withdraw(parts, id, by),
    waitingFor: async (personId) =>
      (await purges.list())
        .filter((purge) => isUndecided(purge) && purge.proposed.by !== personId)
        .toReversed(),
    confirm: (id, by) => confirm(parts, id, by),
    tombstones: () => purges.tombstones(),
    reasonsToKeep: (patientId, now) => reasonsFor(parts, patientId, now),
  };
}

async function judgeAll(parts: RetentionParts, now: number): Promise<readonly DueMonth[]> {
  const [months, holds, newestFrom, provenThrough] = await Promise.all([
    parts.months.months(),
    parts.holds.list(),
    parts.months.newestFrom(),
    parts.tilesThrough(),
  ]);
  const open = holds.filter(isOpen);
  const judge = async (month: RecordMonth): Promise<DueMonth> => {
    const keeping = await holdsOn(parts, month, open);
    const standing: Standing = {
      now,
      timeZone: parts.timeZone(),
      schedule: parts.schedule(),
      holds: keeping,
      newestFrom,
      provenThrough,
    };
    return judged(month, standing);
  };
  return Promise.all(months.map(judge));
}

async function holdsOn(
  { months }: RetentionParts,
  month: RecordMonth,
  open: readonly LegalHold[],
): Promise<readonly LegalHold[]> {
  const keeps = async (hold: LegalHold): Promise<boolean> => {
    const { scope } = hold;
    if (scope.kind === "person") return months.concerns(month, scope);
    // Whom it kept nobody can tell: then it keeps everything.
    if (scope.kind === "patient")
      return scope.patientId === null || months.concerns(month, { ...scope, patientId: scope.patientId });
    return keepsByTime(hold, month) ?? true;
  };
  const kept = await Promise.all(open.map(keeps));
  return open.filter((_, at) => kept[at] === true);
}

/** The months by these ids, each of which may go; a reason where one may not. */
async function purgeable(
  parts: RetentionParts,
  ids: readonly string[],
): Promise<readonly DueMonth[] | Reason> {
  const all = await judgeAll(parts, parts.clock.now());
  const wanted = ids.map((id) => all.find(({ month }) => month.id === id));
  const found = wanted.filter((one) => one !== undefined);
  if (found.length === 0 || found.length !== wanted.length) return because("not_found");
  const kept = found.find(({ reasons }) => reasons.length > 0);
  if (kept === undefined) return found;
  const why = kept.reasons.map(({ code, ground }) => `${code} (${ground})`).join(", ");
  return because("record_kept", null, `\`${kept.month.id}\` is kept: ${why}`);
}

async function propose(
  parts: RetentionParts,
  { id, months, reason }: NewPurge,
  by: string,
): Promise<Purge | Reason> {
  const due = await purgeable(parts, months);
  if ("code" in due) return due;
  const purge = { id, months, proposed: { by, at: parts.clock.now(), reason } };
  return (await parts.purges.propose(purge))
    ? { ...purge, confirmed: null, withdrawn: null }
    : because("already_done");
}

async function withdraw({ purges, clock }: RetentionParts, id: string, by: string): Promise<Purge | Reason> {
  const purge = await purges.find(id);
  if (purge === undefined) return because("not_found");
  const withdrawn = { by, at: clock.now() };
  return (await purges.withdraw(id, withdrawn))
    ? { ...purge, withdrawn }
    : decidedBefore(await purges.find(id));
}

async function confirm(
  parts: RetentionParts,
  id: string,
  by: string,
): Promise<readonly Tombstone[] | Reason> {
  const purge = await parts.purges.find(id);
  if (purge === undefined) return because("not_found");
  if (purge.proposed.by === by) return because("no_grant", null, "who proposed a purge does not confirm it");
  if (!isUndecided(purge)) return decidedBefore(purge);
  const holds = (await parts.holds.list()).filter(isOpen).map((hold) => hold.id);
  const due = await purgeable(parts, purge.months);
  if ("code" in due) return due;
  const rule = ruleOfEntries(parts.schedule());
  if (rule === undefined) return because("record_kept");
  const confirmed = {
    by,
    at: parts.clock.now(),
    months: due.map(({ month }) => month),
    holds,
    rule: `${rule.id}: ${rule.years} years, ${rule.cfr.join(", ")}`,
  };
  return (await parts.purges.carryOut(purge, confirmed)) ?? decidedBefore(await parts.purges.find(id));
}

function isUndecided({ confirmed, withdrawn }: Purge): boolean {
  return confirmed === null && withdrawn === null;
}

/** What happened to it meanwhile. */
function decidedBefore(purge: Purge | undefined): Reason {
  if (purge?.withdrawn) return because("already_done", null, `\`${purge.withdrawn.by}\` withdrew the purge`);
  if (purge?.confirmed) return because("already_done", null, `\`${purge.confirmed.by}\` confirmed the purge`);
  return because(
    "already_done",
    null,
    "the months or the holds changed while it was confirmed: nothing went",
  );
}
