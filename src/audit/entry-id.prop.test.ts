import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextEntryId } from "./entry-id.ts";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 100);

describe("nextEntryId", () => {
  it("AUD-14 is a UUIDv7 of the clock's time", () => {
    const at = Date.UTC(2026, 4, 4, 15);
    const id = nextEntryId({ now: () => at });
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(at);
  });

  it("AUD-14 sorts in the order of minting, whatever the clock does", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 50 }), (steps) => {
        let at = Date.UTC(2026, 4, 4);
        const clock = { now: () => at };
        const ids = steps.map((step) => {
          at += step;
          return nextEntryId(clock);
        });
        expect(ids.toSorted()).toEqual(ids);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns },
    );
  });

  it("AUD-14 keeps the order when more are minted in a millisecond than the counter holds", () => {
    const clock = { now: () => 1 };
    const ids = Array.from({ length: 10_000 }, () => nextEntryId(clock));
    expect(ids.toSorted()).toEqual(ids);
  });
});
