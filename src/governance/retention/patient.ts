import type { RetentionParts } from "./desk.ts";
import type { PatientEntries } from "./ports.ts";
import { dueAt, isOpen, ruleOfEntries } from "./rules.ts";
import type { KeepReason, LegalHold } from "./types.ts";

/**
 * What still needs the entries about this patient: that their retention is not over, a hold, or that the patient may ask
 * for an accounting of disclosures (45 CFR 164.528(a)(1): of the six years before the day of asking).
 */
export async function reasonsFor(
  parts: RetentionParts,
  patientId: string,
  now: number,
): Promise<readonly KeepReason[]> {
  const known = await parts.months.patient(patientId);
  const holds = (await parts.holds.list()).filter(isOpen);
  const keeping = await Promise.all(holds.map((hold) => concerns(parts, hold, patientId, known)));
  const held = holds.filter((_, at) => keeping[at] === true);
  return [
    ...held.map(({ id }): KeepReason => ({ code: "hold", ground: id, until: null })),
    ...(known === null ? [] : unended(parts, known, now)),
  ];
}

function unended(parts: RetentionParts, known: PatientEntries, now: number): readonly KeepReason[] {
  const schedule = parts.schedule();
  const rule = ruleOfEntries(schedule);
  if (rule === undefined) return [{ code: "no_schedule", ground: "retention.yaml", until: null }];
  const timeZone = parts.timeZone();
  const until = dueAt(rule, { createdAt: known.lastAt }, timeZone);
  const reasons: KeepReason[] = [];
  if (until === null || until > now)
    reasons.push({ code: "retention", ground: rule.cfr[0] ?? rule.id, until });
  if (known.lastDisclosureAt === null) return reasons;
  const accounted = schedule?.classes.find(({ id }) => id === "disclosures") ?? rule;
  const end = dueAt(accounted, { createdAt: known.lastDisclosureAt }, timeZone);
  if (end === null || end > now)
    reasons.push({ code: "disclosures", ground: accounted.cfr[0] ?? accounted.id, until: end });
  return reasons;
}

async function concerns(
  { months }: RetentionParts,
  { scope }: LegalHold,
  patientId: string,
  known: PatientEntries | null,
): Promise<boolean> {
  if (scope.kind === "patient") return scope.patientId === patientId;
  if (known === null) return false;
  if (scope.kind === "record") return true;
  if (scope.kind === "person") return months.met(scope.personId, patientId);
  return scope.from <= known.lastAt && known.firstAt < scope.until;
}
