import type { z } from "@hono/zod-openapi";
import type {
  Decided,
  DueMonth,
  HoldScope,
  LegalHold,
  Named,
  Purge,
  RecordMonth,
  Tombstone,
} from "../../governance/retention/types.ts";
import type { HoldSchema, NewHoldSchema, PurgeSchema, ScheduleSchema, TombstoneSchema } from "./schema.ts";

const iso = (at: number): string => new Date(at).toISOString();

export function presentHold({ id, scope, opened, released }: LegalHold): z.infer<typeof HoldSchema> {
  return {
    id,
    scope: presentScope(scope),
    opened: presentNamed(opened),
    released: released === null ? null : presentNamed(released),
  };
}

function presentScope(scope: HoldScope): z.infer<typeof HoldSchema>["scope"] {
  if (scope.kind === "patient") return { kind: "patient", patient: scope.patientId };
  if (scope.kind === "person") return { kind: "person", person: scope.personId };
  if (scope.kind === "period") return { kind: "period", from: iso(scope.from), until: iso(scope.until) };
  return { kind: "record" };
}

/** What a hold keeps, in the words of the register. */
export function scopeFrom(scope: z.infer<typeof NewHoldSchema>["scope"]): HoldScope {
  if (scope.kind === "patient") return { kind: "patient", patientId: scope.patient };
  if (scope.kind === "person") return { kind: "person", personId: scope.person };
  if (scope.kind === "period")
    return { kind: "period", from: Date.parse(scope.from), until: Date.parse(scope.until) };
  return { kind: "record" };
}

function presentNamed<R extends string | null>({ by, at, reason }: Omit<Named, "reason"> & { reason: R }) {
  return { by, at: iso(at), reason };
}

function presentMonth(month: RecordMonth) {
  const { id, from, until, entries, firstSeq, lastSeq, place } = month;
  return { id, from: iso(from), until: iso(until), entries, firstSeq, lastSeq, place };
}

export function presentDue({
  month,
  dueAt,
  reasons,
}: DueMonth): z.infer<typeof ScheduleSchema>["months"][number] {
  return {
    ...presentMonth(month),
    due: dueAt === null ? null : iso(dueAt),
    kept: reasons.map(({ code, ground, until }) => ({
      code,
      ground,
      until: until === null ? null : iso(until),
    })),
  };
}

export function presentPurge({
  id,
  months,
  proposed,
  confirmed,
  withdrawn,
}: Purge): z.infer<typeof PurgeSchema> {
  return {
    id,
    months: [...months],
    proposed: presentNamed(proposed),
    confirmed: presentDecided(confirmed),
    withdrawn: presentDecided(withdrawn),
  };
}

function presentDecided(decided: Decided | null) {
  return decided === null ? null : { by: decided.by, at: iso(decided.at) };
}

export function presentTombstone(stone: Tombstone): z.infer<typeof TombstoneSchema> {
  const { month, at, purge, rule, proposedBy, confirmedBy, checkpoint } = stone;
  return { purge, month: presentMonth(month), rule, proposedBy, confirmedBy, at: iso(at), checkpoint };
}
