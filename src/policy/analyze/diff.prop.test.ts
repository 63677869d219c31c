import fc from "fast-check";
import { expect, test } from "vitest";
import { Tape } from "../../decision/testing/tape.ts";
import { randomPolicy } from "../../decision/testing/world.ts";
import type { CompiledPolicy } from "../types.ts";
import { type Cell, cellsOf } from "./cells.ts";
import { diffOf } from "./diff.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 200);
const bytes = fc.uint8Array({ minLength: 400, maxLength: 600 });

/** The forms in which each place is given, as texts; a rule's name is no part of a form. */
function formsOf(policy: CompiledPolicy): ReadonlyMap<string, ReadonlySet<string>> {
  const forms = new Map<string, Set<string>>();
  for (const cell of cellsOf(policy)) {
    const key = keyOf(cell);
    forms.set(key, (forms.get(key) ?? new Set<string>()).add(formOf(cell)));
  }
  return forms;
}

function keyOf({ role, purpose, element, on }: Cell): string {
  return [role, purpose, element, on].join(" ");
}

function formOf({ as, segments, can, systems }: Cell): string {
  return JSON.stringify([as, segments, can, systems]);
}

/** Place and form of everything that `a` gives and `b` does not. */
function beyond(a: CompiledPolicy, b: CompiledPolicy): ReadonlySet<string> {
  const there = formsOf(b);
  const missing = [...formsOf(a)].flatMap(([key, forms]) =>
    [...forms].filter((form) => there.get(key)?.has(form) !== true).map((form) => `${key} ${form}`),
  );
  return new Set(missing);
}

function named(cells: readonly (Cell | null)[]): ReadonlySet<string> {
  return new Set(cells.flatMap((cell) => (cell === null ? [] : [`${keyOf(cell)} ${formOf(cell)}`])));
}

function compare(before: CompiledPolicy, after: CompiledPolicy): number {
  const changes = diffOf(before, after);
  expect(named(changes.map((change) => change.before))).toEqual(beyond(before, after));
  expect(named(changes.map((change) => change.after))).toEqual(beyond(after, before));
  return changes.length;
}

test("F171 POL-704 names exactly the cells that only one of two policies gives, by brute force", () => {
  let changes = 0;
  fc.assert(
    fc.property(bytes, bytes, (one, other) => {
      changes += compare(
        randomPolicy(new Tape(one), "comparable"),
        randomPolicy(new Tape(other), "comparable"),
      );
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(changes).toBeGreaterThan(RUNS);
});

test("F171 POL-704 names exactly the cells that one changed byte of a policy changes", () => {
  let changes = 0;
  fc.assert(
    fc.property(bytes, fc.nat(), fc.nat({ max: 255 }), (one, at, byte) => {
      const other = Uint8Array.from(one);
      other[at % other.length] = byte;
      changes += compare(
        randomPolicy(new Tape(one), "comparable"),
        randomPolicy(new Tape(other), "comparable"),
      );
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(changes).toBeGreaterThan(0);
});

test("F171 POL-704 tells elements and segments apart by id where another element and segment come before them", () => {
  fc.assert(
    fc.property(bytes, (one) => {
      const before = randomPolicy(new Tape(one), "comparable");
      expect(diffOf(before, reordered(before))).toEqual([]);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
});

/** The same policy over a catalogue that holds the elements, and has the bits of the segments, in reverse. */
function reordered(policy: CompiledPolicy): CompiledPolicy {
  const elements = policy.catalogue.elements.toReversed().map((element, index) => ({ ...element, index }));
  const bits = policy.segments.length - 1;
  const flip = (vector: Uint8Array): Uint8Array => vector.toReversed();
  const mask = (segments: number): number =>
    policy.segments.reduce((all, { bit }) => ((segments >> bit) & 1 ? all | (1 << (bits - bit)) : all), 0);
  return {
    ...policy,
    catalogue: { ...policy.catalogue, elements, byId: (id) => elements.find((element) => element.id === id) },
    segments: policy.segments.map((segment) => ({ ...segment, bit: bits - segment.bit })),
    purposes: new Map(
      [...policy.purposes].map(([id, purpose]) => [
        id,
        { ...purpose, never: flip(purpose.never), neverSegments: mask(purpose.neverSegments) },
      ]),
    ),
    roles: new Map(
      [...policy.roles].map(([id, role]) => [
        id,
        {
          ...role,
          grants: role.grants.map((grant) => ({
            ...grant,
            elements: flip(grant.elements),
            segments: new Map([...grant.segments].map(([bit, vector]) => [bits - bit, flip(vector)])),
          })),
        },
      ]),
    ),
  };
}
