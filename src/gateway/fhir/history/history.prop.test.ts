import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../kernel/json.ts";
import { createFhirAnswerer } from "../gateway.ts";
import { entriesIn, jsonOf, questionAs } from "../testing/ask.ts";
import { patient } from "../testing/charts.ts";
import { bytesOf } from "../testing/comparison.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, practice } from "../testing/practice.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? "300");

/** A version as far as a biller sees it, and how often what they do not see was edited after it. */
const versionArbitrary = fc.record({
  family: fc.constantFrom("A", "B", "C"),
  postalCode: fc.constantFrom("60614", "53703"),
  hiddenEdits: fc.array(fc.constantFrom("male", "female", "other"), { maxLength: 3 }),
});

type Versions = typeof versionArbitrary extends fc.Arbitrary<infer V> ? readonly V[] : never;

/** Newest first. The city and the last two digits of a ZIP code go with the hidden gender. */
function historyOf(versions: Versions, withEdits: boolean): readonly JsonObject[] {
  return versions.flatMap(({ family, postalCode, hiddenEdits }) =>
    ["unknown", ...(withEdits ? hiddenEdits : [])].map((gender, at) =>
      patient("p2", {
        name: [{ family }],
        gender,
        address: [{ city: gender, postalCode: `${postalCode.slice(0, 3)}0${at}` }],
        meta: { versionId: `${family}-${at}`, lastUpdated: `2026-01-0${at + 1}T00:00:00Z` },
      }),
    ),
  );
}

async function repliesOver(history: readonly JsonObject[]): Promise<readonly string[]> {
  const state = practice();
  const upstream = {
    ...memoryUpstream(history.slice(0, 1), state.policy.catalogue),
    history: async () => history,
  };
  const ask = createFhirAnswerer(depsOf(state, upstream));
  const whole = await ask(questionAs("bea", "/Patient/p2/_history"));
  const ids = entriesIn(jsonOf(whole)).map(({ meta }) => (meta as { readonly versionId: string }).versionId);
  const replies = [whole, await ask(questionAs("bea", "/Patient/p2/_history?_count=2"))];
  for (const id of ids) replies.push(await ask(questionAs("bea", `/Patient/p2/_history/${id}`)));
  return replies.map(bytesOf);
}

describe("the history of a record under edits that the caller does not see", () => {
  it("GW-201 GW-204 GW-70 F159 is the same in every byte, by history and by vread", async () => {
    let versions = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(versionArbitrary, { minLength: 1, maxLength: 5 }), async (drawn) => {
        const [plain, edited] = [
          await repliesOver(historyOf(drawn, false)),
          await repliesOver(historyOf(drawn, true)),
        ];
        expect(edited).toEqual(plain);
        versions = Math.max(versions, plain.length);
      }),
      { numRuns: RUNS },
    );
    expect(versions).toBeGreaterThan(3);
  });
});
