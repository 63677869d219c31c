import fc from "fast-check";
import { expect, it } from "vitest";
import { Lottery } from "./sample.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 300);
const ids = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 60 });

function drawn(
  sample: { readonly size: number; readonly seed: string },
  offered: readonly string[],
): string[] {
  const lottery = new Lottery<{ readonly id: string }>(sample);
  for (const id of offered) lottery.offer({ id });
  return lottery.drawn().map(({ id }) => id);
}

it("EVI-9 F133 draws the same sample by the same seed, in whatever order the entries come", () => {
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 20 }), fc.string(), (all, size, seed) => {
      const one = drawn({ size, seed }, all);
      expect(one).toEqual(drawn({ size, seed }, all.toReversed()));
      expect(one).toHaveLength(Math.min(size, all.length));
      expect(all).toEqual(expect.arrayContaining(one));
    }),
    { numRuns: RUNS },
  );
});

it("EVI-9 draws everyone about as often", () => {
  const all = Array.from({ length: 10 }, (_, at) => `id-${at}`);
  const counts = new Map<string, number>(all.map((id) => [id, 0]));
  for (let seed = 0; seed < 2_000; seed++)
    for (const id of drawn({ size: 3, seed: String(seed) }, all)) counts.set(id, (counts.get(id) ?? 0) + 1);
  // 600 each; six standard deviations of a binomial are 123.
  for (const count of counts.values()) expect(Math.abs(count - 600)).toBeLessThan(123);
});
