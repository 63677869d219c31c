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

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 300);

/** Everything shown under one policy, by purpose, patient, place and element. */
function shownUnder(policy: CompiledPolicy, member: Member): Map<string, number> {
  const shown = new Map<string, number>();
  for (const { purpose, patientId, place, elements } of everythingShown(policy, member, SETTING, UNIVERSE))
    for (const [element, code] of elements) shown.set([purpose, patientId, element, place].join("\t"), code);
  return shown;
}

function byBruteForce(before: CompiledPolicy, after: CompiledPolicy, member: Member): readonly string[] {
  const { roles } = member.person;
  const held = new Set([...purposesOf(before, roles), ...purposesOf(after, roles)]);
  const [old, now] = [shownUnder(before, member), shownUnder(after, member)];
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

describe("the effect of a policy change", () => {
  it("F172 is exactly what a brute-force comparison of every view finds, on random policies", () => {
    let changed = 0;
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 400, maxLength: 600 }),
        fc.uint8Array({ minLength: 400, maxLength: 600 }),
        (bytes, others) => {
          const tape = new Tape(bytes);
          const [before, after] = [
            randomPolicy(tape, "comparable"),
            randomPolicy(new Tape(others), "comparable"),
          ];
          const member = randomMember(tape);
          const expected = byBruteForce(before, after, member);
          expect(counted(before, after, member)).toEqual(expected);
          changed += expected.length;
        },
      ),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(changed).toBeGreaterThan(RUNS);
  });

  it("F172 is exact where the two policies are nearly the same", () => {
    let changed = 0;
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 400, maxLength: 600 }),
        fc.nat({ max: 300 }),
        fc.nat({ max: 255 }),
        (bytes, position, value) => {
          const other = Uint8Array.from(bytes).fill(value, position, position + 1);
          const [before, after] = [bytes, other].map((one) => randomPolicy(new Tape(one), "comparable"));
          if (before === undefined || after === undefined) return;
          const member = randomMember(new Tape(bytes.toReversed()));
          const expected = byBruteForce(before, after, member);
          expect(counted(before, after, member)).toEqual(expected);
          changed += expected.length;
        },
      ),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(changed).toBeGreaterThan(RUNS / 20);
  });

  it("F172 of a policy on itself is none", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 400, maxLength: 600 }), (bytes) => {
        const tape = new Tape(bytes);
        const policy = randomPolicy(tape, "comparable");
        const member = randomMember(tape);
        expect(counted(policy, { ...policy }, member)).toEqual([]);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});
