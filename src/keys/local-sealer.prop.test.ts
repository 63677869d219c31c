import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memorySealer } from "./testing/sealer.ts";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 200);
const bytes = fc.uint8Array({ maxLength: 300 });
const sealer = memorySealer();

describe("Sealer", () => {
  it("opens to the plaintext in the same context", async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.string(), async (plaintext, context) => {
        const opened = await sealer.open(await sealer.seal(plaintext, context), context);
        expect(Buffer.from(opened)).toEqual(Buffer.from(plaintext));
      }),
      { numRuns },
    );
  });

  it("fails with key_unavailable in any other context", async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.string(), fc.string(), async (plaintext, context, other) => {
        fc.pre(context !== other);
        const sealed = await sealer.seal(plaintext, context);
        await expect(sealer.open(sealed, other)).rejects.toMatchObject({ code: "key_unavailable" });
      }),
      { numRuns },
    );
  });

  it("fails with key_unavailable when any bit was changed", async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.nat(), fc.integer({ min: 0, max: 7 }), async (plaintext, at, bit) => {
        const sealed = Buffer.from(await sealer.seal(plaintext, "c"));
        const index = at % sealed.length;
        sealed[index] = (sealed[index] ?? 0) ^ (1 << bit);
        await expect(sealer.open(sealed, "c")).rejects.toMatchObject({ code: "key_unavailable" });
      }),
      { numRuns },
    );
  });

  it("never seals the same plaintext to the same bytes", async () => {
    const [one, two] = await Promise.all([sealer.seal(Buffer.of(1), "c"), sealer.seal(Buffer.of(1), "c")]);
    expect(Buffer.from(one)).not.toEqual(Buffer.from(two));
  });

  it("fails with key_unavailable for a value sealed under another keyset", async () => {
    const foreign = await memorySealer().seal(Buffer.of(1), "c");
    await expect(sealer.open(foreign, "c")).rejects.toMatchObject({ code: "key_unavailable" });
  });
});

describe("blindIndex", () => {
  it("is equal exactly for equal namespace and value", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (n1, v1, n2, v2) => {
        const equal = Buffer.compare(sealer.blindIndex(n1, v1), sealer.blindIndex(n2, v2)) === 0;
        expect(equal).toBe(n1 === n2 && v1 === v2);
      }),
      { numRuns, examples: [["a", "b\0c", "a\0b", "c"]] },
    );
  });

  it("has 128 bits", () => {
    expect(sealer.blindIndex("n", "v")).toHaveLength(16);
  });
});
