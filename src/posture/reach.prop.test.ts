import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Tape } from "../decision/testing/tape.ts";
import { randomPolicy } from "../decision/testing/world.ts";
import type { Restriction } from "../decision/types.ts";
import { purposesOf } from "./asks.ts";
import { everyPatient, reachOfMember, type Sought } from "./reach.ts";
import { everythingShown } from "./testing/brute-force.ts";
import { memberOf, randomMember, SETTING, UNIVERSE } from "./testing/random-member.ts";
import type { Member } from "./types.ts";
import type { CompiledPolicy } from "../policy/types.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 200);

/** Restrictions on records that refer to something, or on all of a patient's, of everything or of an element. */
function restricted(member: Member, policy: CompiledPolicy, tape: Tape): Member {
  const nothing = new Uint8Array(policy.catalogue.elements.length);
  const restrictions = tape.many(3, (n): Restriction => {
    const one = tape.below(nothing.length);
    return {
      id: `x${n}`,
      patientId: tape.pick(["p1", "p2"]),
      kind: "agreed",
      elements: tape.chance(70) ? nothing : nothing.map((_, index) => (index === one ? 1 : 0)),
      refs: tape.chance(80) ? tape.some(UNIVERSE.refs, 60) : [],
      recipientClasses: [],
      bases: [],
    };
  });
  return { ...member, facts: { ...member.facts, restrictions } };
}

/** The same person, whom each fact binds to every record that there is to refer to. */
function boundTo({ person, facts }: Member): Member {
  const found = ["clinic", "assigned"].flatMap((relation) =>
    [...facts.relations.patients(relation)].flatMap((id) => facts.relations.find(relation, id)),
  );
  const bound = found.map((fact) => ({ ...fact, refs: UNIVERSE.refs }));
  return memberOf(person.id, person.roles, bound, { active: person.active });
}

/** A policy and a person have a tape each: a policy leaves nothing of its own. */
function bytesOf(minLength: number, maxLength: number) {
  return fc.uint8Array({ minLength, maxLength });
}

function counted(policy: CompiledPolicy, member: Member, sought: Sought): readonly string[] {
  const reach = reachOfMember(policy, member, SETTING, sought);
  const each = [...reach].flatMap(([purpose, patients]) => [...patients].map((id) => `${purpose} ${id}`));
  return [...each, ...[...everyPatient(reach)].map((id) => `in all ${id}`)].toSorted();
}

/** By purpose that the person holds; and in all, whatever is declared: a parent stands for what is under it. */
function byBruteForce(policy: CompiledPolicy, member: Member, sought: string | null): readonly string[] {
  const held = new Set(purposesOf(policy, member.person.roles));
  const found = new Set<string>();
  for (const { purpose, patientId, elements } of everythingShown(policy, member, SETTING, UNIVERSE)) {
    if (sought !== null && !elements.has(sought)) continue;
    found.add(`in all ${patientId}`);
    if (held.has(purpose)) found.add(`${purpose} ${patientId}`);
  }
  return [...found].toSorted();
}

describe("reach", () => {
  it("F049 equals a brute-force count over every question and record, on random policies", () => {
    let reached = 0;
    fc.assert(
      fc.property(bytesOf(400, 600), bytesOf(60, 120), (bytes, more) => {
        const tape = new Tape(more);
        const policy = randomPolicy(new Tape(bytes), "comparable");
        const member = randomMember(tape);
        const expected = byBruteForce(policy, member, null);
        expect(counted(policy, member, null)).toEqual(expected);
        reached += expected.length;
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(reached).toBeGreaterThan(RUNS / 4);
  });

  it("F049 equals the brute-force count where patients restrict records by what these refer to", () => {
    let [reached, hidden] = [0, 0];
    fc.assert(
      fc.property(bytesOf(400, 600), bytesOf(100, 120), (bytes, more) => {
        const tape = new Tape(more);
        const policy = randomPolicy(new Tape(bytes), "comparable");
        const free = boundTo(randomMember(tape));
        const member = restricted(free, policy, tape);
        const element = tape.pick(["claim.dx-codes", "note.body"]);
        const sought = new Set([policy.catalogue.byId(element)?.index ?? -1]);
        const expected = byBruteForce(policy, member, element);
        expect(counted(policy, member, sought)).toEqual(expected);
        reached += expected.length;
        hidden += counted(policy, free, sought).length - expected.length;
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(reached).toBeGreaterThan(RUNS / 10);
    expect(hidden).toBeGreaterThan(0);
  });

  it("F049 of one element equals the brute-force count of whom it is seen of", () => {
    fc.assert(
      fc.property(bytesOf(400, 600), bytesOf(60, 120), (bytes, more) => {
        const tape = new Tape(more);
        const policy = randomPolicy(new Tape(bytes), "comparable");
        const member = randomMember(tape);
        const element = tape.pick(["patient.name", "claim.dx-codes", "note.body"]);
        const index = policy.catalogue.byId(element)?.index ?? -1;
        expect(counted(policy, member, new Set([index]))).toEqual(byBruteForce(policy, member, element));
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});
