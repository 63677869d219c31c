import { assert, integer, noBias, property } from "fast-check";
import { expect, it } from "vitest";
import { randomCall } from "../../src/decision/testing/call.ts";
import { buildPolicy } from "../../src/decision/testing/policy-builder.ts";
import { randomPolicy } from "../../src/decision/testing/world.ts";
import type { Lattice } from "../../src/decision/testing/world.ts";
import type { CompiledPolicy } from "../../src/policy/types.ts";
import { exportToCedar } from "../../src/policy/export/cedar/export.ts";
import { findingsOf, openOracle } from "./cedar-oracle.ts";
import { seededTape } from "./seeded-tape.ts";
import type { Tally, Triple } from "./triples.ts";
import { disagreementsOf, sampleOf, triplesOf } from "./triples.ts";

/** Distinct requests that both decide, together with those of the shipped content 50,000; FUZZ_RUNS for a longer or shorter run. */
const REQUESTS = Number(process.env["FUZZ_RUNS"] ?? 35_000);
const CALLS_PER_POLICY = 800;
const TRIPLES_PER_POLICY = 400;
/** Without bias: a seed that comes again asks the same again. */
const SEED = noBias(integer());
const TAPE_LENGTH = 120_000;

it(
  "F171 F007 oracle: of random policies Cedar shows every element of every record that the engine shows, and no other",
  { timeout: 900_000 },
  () => {
    const tally: Tally = { compared: 0, shown: 0, requests: 0 };
    const drawn = new Set<number>();
    assert(
      property(SEED, (seed) => {
        // The same seed makes the same policy and requests, and they are counted once.
        if (tally.requests >= REQUESTS || drawn.has(seed)) return;
        drawn.add(seed);
        const { policy, triples } = draw(seed, "comparable");
        expect(disagreementsOf(openOracle(exportToCedar(policy)), triples, tally)).toEqual([]);
      }),
      { numRuns: Math.ceil(REQUESTS / 20), endOnFailure: true },
    );
    expect(tally.requests).toBeGreaterThanOrEqual(REQUESTS);
    expect(tally.shown / tally.compared).toBeGreaterThan(0.2);
    expect(tally.shown / tally.compared).toBeLessThan(0.8);
  },
);

it(
  "F171 oracle: where transforms cannot be compared the engine may show less than Cedar, and never more",
  { timeout: 900_000 },
  () => {
    const tally: Tally = { compared: 0, shown: 0, requests: 0 };
    assert(
      property(SEED, (seed) => {
        const { policy, triples } = draw(seed, "any");
        const shown = triples.filter((triple) => triple.shown).slice(0, 40);
        expect(disagreementsOf(openOracle(exportToCedar(policy)), shown, tally)).toEqual([]);
      }),
      { numRuns: Math.max(5, Math.ceil(REQUESTS / 1000)), endOnFailure: true },
    );
    expect(tally.shown).toBe(tally.compared);
    expect(tally.compared).toBeGreaterThan(REQUESTS / 200);
  },
);

it("F171 oracle: Cedar's validator accepts the export of random policies, and of one that says nothing", () => {
  assert(
    property(SEED, (seed) => {
      expect(findingsOf(exportToCedar(randomPolicy(seededTape(seed, 2000), "any")))).toEqual([]);
    }),
    { numRuns: 20, endOnFailure: true },
  );
  expect(findingsOf(exportToCedar(buildPolicy({ elements: {} })))).toEqual([]);
});

function draw(seed: number, lattice: Lattice): { policy: CompiledPolicy; triples: readonly Triple[] } {
  const tape = seededTape(seed, TAPE_LENGTH);
  const policy = randomPolicy(tape, lattice);
  const calls = Array.from({ length: CALLS_PER_POLICY }, () => randomCall(tape, policy, lattice));
  return { policy, triples: sampleOf(triplesOf(policy, calls), TRIPLES_PER_POLICY) };
}
