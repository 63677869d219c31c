import { assert, noBias, property, uint8Array } from "fast-check";
import { expect, it } from "vitest";
import type { RelationFact } from "../../catalogue/relations.ts";
import type { RecordFacts } from "../../catalogue/types.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { decide } from "../decide.ts";
import { evaluate } from "../evaluate.ts";
import { createFactNames } from "../name-table.ts";
import type { PackedRelations } from "../packed-relations.ts";
import { buildRelationIndex, byName } from "../relation-index.ts";
import type { Call } from "../testing/call.ts";
import { randomCall } from "../testing/call.ts";
import { Tape } from "../testing/tape.ts";
import { INSTANT, randomPolicy } from "../testing/world.ts";
import type { AccessRequest, Decision, ElementView, Facts } from "../types.ts";
import { viewOf } from "../view.ts";
import { HeldGrants } from "./held-grants.ts";
import { CAPABILITIES, InternedCaller } from "./interned-caller.ts";
import { ASK_BY_NAMES, UNKNOWN } from "./numbers.ts";
import { PackedQuestions } from "./packed-questions.ts";
import { compiledView } from "./view.ts";
import { lentTo, viewInterned } from "./view-interned.ts";

/** Calls; FUZZ_RUNS for a longer or shorter run. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 12_000);
const CALLS_PER_POLICY = 20;
/** Of one call, others that differ in the hour, the relations, the grants, the segments. */
const VARIANTS = 4;
const TAPE = noBias(uint8Array({ minLength: 6000, maxLength: 6000 }));
const NAMES = createFactNames();

interface Seen {
  calls: number;
  permitted: number;
  /** Views that tables answered, and those of them that numbers did. */
  compiled: number;
  interned: number;
  shown: number;
  lent: number;
  views: number;
}

it(
  "F007 DEC-TAB-1 tables and numbers answer as the rules worked out anew, at any hour, by any facts",
  { timeout: 300_000 + 20 * RUNS },
  () => {
    const seen: Seen = { calls: 0, permitted: 0, compiled: 0, interned: 0, shown: 0, lent: 0, views: 0 };
    assert(
      property(TAPE, (bytes) => {
        const tape = new Tape(bytes);
        const policy = randomPolicy(tape, "any");
        for (let n = 0; n < CALLS_PER_POLICY; n += 1 + VARIANTS) {
          const call = mostlyOrdinary(randomCall(tape, policy, "any"), policy, tape);
          compareCall(policy, call, seen);
          for (let v = 0; v < VARIANTS; v++) compareCall(policy, variantOf(call, policy, tape), seen);
        }
      }),
      { numRuns: Math.ceil(RUNS / CALLS_PER_POLICY), endOnFailure: true },
    );
    expect(seen.permitted / seen.calls).toBeGreaterThan(0.2);
    expect(seen.compiled / seen.views).toBeGreaterThan(0.5);
    expect(seen.interned / seen.views).toBeGreaterThan(0.2);
    expect(seen.shown / seen.compiled).toBeGreaterThan(0.05);
    expect(seen.lent / seen.compiled).toBeGreaterThan(0.003);
  },
);

/** Compares, for one call, the decision with `evaluate`, its views with those over facts by name, and with numbers. */
function compareCall(policy: CompiledPolicy, { request, facts, records }: Call, seen: Seen): void {
  const quick = decide(request, policy, facts);
  const slow = evaluate(request, policy, facts);
  expect(comparable(quick)).toEqual(comparable(slow));
  seen.calls += 1;
  if (quick.outcome === "permit") seen.permitted += 1;
  const plain: Facts = { ...facts, relations: byName(allFacts(facts, policy)) };
  for (const record of records) {
    const expected = viewOf(slow, record, plain);
    expect(viewOf(quick, record, facts)).toEqual(expected);
    if (quick.outcome === "deny" || !record.attributed) continue;
    seen.views += 1;
    const compiled = compiledView(quick, record, facts);
    if (compiled !== undefined) seen.compiled += 1;
    if (compiled) seen.shown += 1;
    if ((compiled?.grantIds.length ?? 0) > 0) seen.lent += 1;
    if (compareNumbers(policy, request, facts, record, expected)) seen.interned += 1;
  }
}

/** All but the ceilings, which stand in another order and hold functions: what they do, the views compare. */
function comparable({ ceilings: _ceilings, policy: _policy, ...decision }: Decision): object {
  return decision;
}

/** Whether numbers had an answer, after it was compared. */
function compareNumbers(
  policy: CompiledPolicy,
  request: AccessRequest,
  facts: Facts,
  record: RecordFacts,
  expected: ElementView | null,
): boolean {
  const { subject, act, exemption, caseId } = request;
  const limited = facts.restrictions.length > 0 || facts.device !== undefined;
  const plain = act === "use" && exemption === null && caseId === null && !limited;
  const bare = subject.active && subject.baa === null && subject.scopes === null;
  const grants = HeldGrants.of(facts.grants, policy, NAMES.patients);
  const [patientId, ...others] = record.patients;
  if (!plain || !bare || grants === null || patientId === undefined || others.length > 0) return false;
  const caller = new InternedCaller(policy, {
    roles: subject.roles,
    system: request.system,
    channel: request.channel,
  });
  const { tables } = caller;
  const own = subject.patientId === null ? UNKNOWN : NAMES.patients.numberOf(subject.patientId);
  const relations = buildRelationIndex(allFacts(facts, policy), NAMES) as PackedRelations;
  const asked = {
    session: { caller, relations, grants, own },
    purpose: tables.purposeNumber(request.purpose ?? ""),
    capability: CAPABILITIES.indexOf(request.capability),
    type: tables.typeNumber(record.type),
    segments: record.segments,
    patient: NAMES.patients.numberOf(patientId),
    now: request.now,
    record,
  };
  const lent = lentTo(asked);
  const packed = new PackedQuestions(tables, [asked], [lent]);
  const number = packed.viewAt(0);
  // Once as what was never met, once as what was.
  expect([viewInterned(asked, lent), packed.viewAt(0)]).toEqual([number, number]);
  if (number === ASK_BY_NAMES) return false;
  const view = tables.views.viewAt(number);
  expect(view?.shown.elements).toEqual(expected?.elements);
  const standing = expected?.rules.filter((rule) => !rule.startsWith("grant:"));
  expect(view?.shown.rules).toEqual(standing);
  expect(view?.lends.some(Boolean) ?? false).toBe((expected?.grantIds.length ?? 0) > 0);
  return true;
}

/** Most calls are ordinary uses; the rest must go the way of the rules. */
function mostlyOrdinary(call: Call, policy: CompiledPolicy, tape: Tape): Call {
  if (tape.chance(10)) return call;
  const { request, facts } = call;
  const scopes = tape.chance(80)
    ? null
    : (request.subject.scopes ?? []).map(({ text, type, can }) => ({ text, type, can }));
  const subject = { ...request.subject, baa: null, scopes };
  const caseId = tape.chance(60) ? null : request.caseId;
  return {
    ...call,
    request: { ...request, act: "use", exemption: null, subject, caseId },
    facts: {
      ...facts,
      restrictions: [],
      grants: lastingGrants(facts, tape),
      relations: buildRelationIndex(lasting(facts, policy, tape)),
    },
  };
}

/** Most facts hold at the hour of the call, so that something is shown. */
function lasting(facts: Facts, policy: CompiledPolicy, tape: Tape): RelationFact[] {
  return allFacts(facts, policy).map((fact) =>
    tape.chance(30)
      ? fact
      : {
          ...fact,
          from: 0,
          until: INSTANT + 5000,
          syncedAt: INSTANT,
          refs: tape.chance(70) ? [] : fact.refs,
        },
  );
}

/** Most grants hold too, for a use. */
function lastingGrants({ grants }: Facts, tape: Tape): Facts["grants"] {
  return grants.map((grant) =>
    tape.chance(30)
      ? grant
      : { ...grant, act: "use", patients: ["p1", "p2"], systems: [], from: 0, until: INSTANT + 5000 },
  );
}

/** The same call at another hour, with other facts or grants, of records with other labels. */
function variantOf({ request, facts, records }: Call, policy: CompiledPolicy, tape: Tape): Call {
  const shift = tape.pick([0, 0, 0, -1001, -1, 1, 999, 1000, 5000, 900_001]);
  const kept = allFacts(facts, policy).filter(() => !tape.chance(25));
  return {
    request: {
      ...request,
      now: INSTANT + shift,
      capability: tape.pick([request.capability, "read", "search"]),
    },
    facts: {
      ...facts,
      relations: buildRelationIndex(
        kept.map((fact) => ({ ...fact, until: fact.until + tape.pick([0, 0, 1, 2000]) })),
      ),
      grants: tape.chance(40)
        ? facts.grants
        : facts.grants.map((grant) => ({ ...grant, from: grant.from - tape.below(3) })),
    },
    records: records.map((record) => ({
      ...record,
      segments: tape.chance(50) ? record.segments : tape.below(8),
    })),
  };
}

function allFacts(facts: Facts, policy: CompiledPolicy): RelationFact[] {
  return [...policy.relations.keys()].flatMap((relation) =>
    [...facts.relations.patients(relation)].flatMap((patientId) => [
      ...facts.relations.find(relation, patientId),
    ]),
  );
}
