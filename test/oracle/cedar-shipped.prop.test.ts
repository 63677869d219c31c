import { assert, integer, noBias, property } from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { CedarExport } from "../../src/policy/export/cedar/export.ts";
import { exportToCedar } from "../../src/policy/export/cedar/export.ts";
import { openPolicy } from "../../src/policy/open.ts";
import type { CompiledPolicy } from "../../src/policy/types.ts";
import { findingsOf, openOracle } from "./cedar-oracle.ts";
import { seededTape } from "./seeded-tape.ts";
import { shippedCall } from "./shipped-call.ts";
import type { Tally, Triple } from "./triples.ts";
import { disagreementsOf, sampleOf, triplesOf } from "./triples.ts";

/** Distinct requests that both decide, together with those of random policies 50,000; FUZZ_RUNS for a longer or shorter run. */
const REQUESTS = Number(process.env["FUZZ_RUNS"] ?? 15_000);
/** Without bias: a seed that comes again asks the same again. */
const SEED = noBias(integer());
const TAPE_LENGTH = 30_000;
const CALLS_PER_TAPE = 200;
const TRIPLES_PER_TAPE = 450;

describe("the shipped content in Cedar", () => {
  let policy: CompiledPolicy;
  let exported: CedarExport;

  beforeAll(async () => {
    policy = await openPolicy("content", { now: () => Date.parse("2026-05-04T15:00:00Z") });
    exported = exportToCedar(policy);
  });

  it(
    "F171 F007 oracle: Cedar shows every element of every record that the engine shows, and no other",
    { timeout: 900_000 },
    () => {
      const tally: Tally = { compared: 0, shown: 0, requests: 0 };
      const oracle = openOracle(exported);
      assert(
        property(SEED, (seed) => {
          if (tally.requests >= REQUESTS) return;
          expect(disagreementsOf(oracle, draw(seed), tally)).toEqual([]);
        }),
        { numRuns: Math.ceil(REQUESTS / 20), endOnFailure: true },
      );
      expect(tally.requests).toBeGreaterThanOrEqual(REQUESTS);
      expect(tally.shown / tally.compared).toBeGreaterThan(0.2);
      expect(tally.shown / tally.compared).toBeLessThan(0.8);
    },
  );

  it("F171 oracle: every request that is made of Cedar fits the exported schema", () => {
    const tally: Tally = { compared: 0, shown: 0, requests: 0 };
    const oracle = openOracle(exported, true);
    assert(
      property(SEED, (seed) => {
        expect(
          disagreementsOf(
            oracle,
            draw(seed).filter((_, n) => n % 10 === 0),
            tally,
          ),
        ).toEqual([]);
      }),
      { numRuns: 6, endOnFailure: true },
    );
    expect(tally.compared).toBeGreaterThan(100);
  });

  it("F171 oracle: Cedar's validator finds nothing wrong with the policies under their schema", () => {
    expect(findingsOf(exported)).toEqual([]);
  });

  it("F171 oracle: the validator finds an attribute that the schema does not have", () => {
    const wrong = 'permit (principal, action == Action::"see", resource) when { resource.patient == "p1" };';
    const statements = new Map([...exported.statements, ["wrong", wrong]]);
    expect(findingsOf({ schema: exported.schema, statements })).toEqual([
      expect.stringContaining("attribute `patient`"),
    ]);
  });

  it("F171 the whole text parses into the statements one by one, and no two have the same id", () => {
    const ids = [...exported.policies.matchAll(/^@id\("(.*)"\)$/gmu)].map(([, id]) => id);
    expect(ids).toEqual([...exported.statements.keys()]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("F171 a change of the shipped policy is a diff of its Cedar text", async () => {
    await expect(exported.policies).toMatchFileSnapshot("goldens/content.cedar");
  });

  it("F171 the schema is the same for every policy", async () => {
    await expect(exported.schema).toMatchFileSnapshot("goldens/content.cedarschema");
  });

  function draw(seed: number): readonly Triple[] {
    const tape = seededTape(seed, TAPE_LENGTH);
    const calls = Array.from({ length: CALLS_PER_TAPE }, () => shippedCall(tape, policy));
    return sampleOf(triplesOf(policy, calls), TRIPLES_PER_TAPE);
  }
});
