import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Tape } from "../decision/testing/tape.ts";
import { randomPolicy } from "../decision/testing/world.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { purposesOf } from "./asks.ts";
import { effectOn, kindOf } from "./effect.ts";
import { everythingShown } from "./testing/brute-force.ts";
import { randomMember, SETTING, UNIVERSE } from "./testing/random-member.ts";
import type { Member } from "./types.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 200);

/** A policy and a person have a tape each: a policy leaves nothing of its own. */
function bytesOf(minLength: number, maxLength: number) {
  return fc.uint8Array({ minLength, maxLength });
}

/** Everything shown under one policy, asked as the other is, by purpose, patient, place and element. */
function shownUnder(policy: CompiledPolicy, other: CompiledPolicy, member: Member): Map<string, number> {
  const shown = new Map<string, number>();
  for (const { purpose, patientId, place, elements } of everythingShown(
    policy,
    member,
    SETTING,
    UNIVERSE,
    other,
  ))
    for (const [element, code] of elements) shown.set([purpose, patientId, element, place].join("\t"), code);
  return shown;
}

function byBruteForce(before: CompiledPolicy, after: CompiledPolicy, member: Member): readonly string[] {
  const { roles } = member.person;
  const held = new Set([...purposesOf(before, roles), ...purposesOf(after, roles)]);
  const [old, now] = [shownUnder(before, after, member), shownUnder(after, before, member)];
  const found = new Set<string>();
  for (const place of new Set([...old.keys(), ...now.keys()])) {
    const [purpose = "", patientId, element] = place.split("\t");
    const [was, is] = [old.get(place) ?? 0, now.get(place) ?? 0];
    if (was !== is && held.has(purpose)) found.add([purpose, patientId, element, kindOf(was, is)].join(" "));
  }
  return [...found].toSorted();
}

function counted(before: CompiledPolicy, after: CompiledPolicy, member: Member): readonly string[] {
  const effects = effectOn({ before, after, setting: SETTING }, member);
  return effects
    .flatMap(({ purpose, element, kind, patients }) =>
      [...patients].map((id) => [purpose, id, element, kind].join(" ")),
    )
    .toSorted();
}

/** The same policy, save for one element of one grant of each role. */
function withOneCellOtherwise(policy: CompiledPolicy, tape: Tape): CompiledPolicy {
  const roles = [...policy.roles].map(([id, role]) => {
    const place = tape.below(Math.max(1, role.grants.length));
    const element = tape.below(policy.catalogue.elements.length);
    const code = tape.pick([0, 1, 7]);
    const grants = role.grants.map((grant, i) =>
      i === place
        ? { ...grant, elements: grant.elements.map((was, index) => (index === element ? code : was)) }
        : grant,
    );
    return [id, { ...role, grants }] as const;
  });
  return { ...policy, roles: new Map(roles) };
}

describe("the effect of a policy change", () => {
  it("F172 is exactly what a brute-force comparison of every view finds, on random policies", () => {
    let changed = 0;
    fc.assert(
      fc.property(bytesOf(400, 600), bytesOf(400, 600), bytesOf(60, 120), (bytes, others, more) => {
        const [before, after] = [
          randomPolicy(new Tape(bytes), "comparable"),
          randomPolicy(new Tape(others), "comparable"),
        ];
        const member = randomMember(new Tape(more));
        const expected = byBruteForce(before, after, member);
        expect(counted(before, after, member)).toEqual(expected);
        changed += expected.length;
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(changed).toBeGreaterThan(RUNS);
  });

  it("F172 is exact where one grant gives one element otherwise", () => {
    let changed = 0;
    fc.assert(
      fc.property(bytesOf(400, 600), bytesOf(60, 120), (bytes, more) => {
        const tape = new Tape(more);
        const before = randomPolicy(new Tape(bytes), "comparable");
        const member = randomMember(tape);
        const after = withOneCellOtherwise(before, tape);
        const expected = byBruteForce(before, after, member);
        expect(counted(before, after, member)).toEqual(expected);
        changed += expected.length;
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(changed).toBeGreaterThan(RUNS / 50);
  });

  it("F172 of a policy on itself is none", () => {
    fc.assert(
      fc.property(bytesOf(400, 600), bytesOf(60, 120), (bytes, more) => {
        const policy = randomPolicy(new Tape(bytes), "comparable");
        const member = randomMember(new Tape(more));
        expect(counted(policy, { ...policy }, member)).toEqual([]);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});
