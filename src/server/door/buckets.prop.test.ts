import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBuckets } from "./buckets.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 300);

describe("token buckets", () => {
  it("OPS-4 never let more through than the burst and what came back meanwhile", () => {
    const steps = fc.array(fc.nat({ max: 2_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 50 }),
        steps,
        (perSecond, burst, gaps) => {
          const buckets = createBuckets({ perSecond, burst });
          let [now, passed] = [0, 0];
          for (const gap of gaps) {
            now += gap;
            if (buckets.take("one", now).ok) passed += 1;
          }
          expect(passed).toBeLessThanOrEqual(burst + (now / 1_000) * perSecond + 1e-6);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("OPS-4 let through whoever waits as long as they are told", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), (perSecond, burst) => {
        const buckets = createBuckets({ perSecond, burst });
        for (let one = 0; one < burst; one++) expect(buckets.take("one", 0).ok).toBe(true);
        const refused = buckets.take("one", 0);
        expect(refused.ok).toBe(false);
        expect(buckets.take("one", refused.seconds * 1_000).ok).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it("OPS-4 count each key for itself", () => {
    const buckets = createBuckets({ perSecond: 1, burst: 1 });
    expect(buckets.take("one", 0).ok).toBe(true);
    expect(buckets.take("one", 0).ok).toBe(false);
    expect(buckets.take("other", 0).ok).toBe(true);
  });

  it("OPS-5 forget the key longest unused when there are too many", () => {
    const buckets = createBuckets({ perSecond: 1, burst: 1 }, 2);
    for (const key of ["a", "b"]) buckets.take(key, 0);
    expect(buckets.take("a", 0).ok).toBe(false);
    buckets.take("c", 0);
    expect(buckets.take("a", 0).ok).toBe(false);
    expect(buckets.take("b", 0).ok).toBe(true);
  });
});
