import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freshStreamKey, openedStream, sealedStream } from "./sealed-stream.ts";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 60);
const CHUNK = 256 * 1024;
const SEALED = CHUNK + 16;
const BOUND = Buffer.from("header");
const key = freshStreamKey();

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts);
}

const plain = (length: number): Buffer => Buffer.alloc(length, "some rows\n");
const sealed = async (length: number): Promise<Buffer> =>
  all(sealedStream(pieces(plain(length), 70_000), key, BOUND));
const opened = (bytes: Buffer, bound = BOUND, under = key): Promise<Buffer> =>
  all(openedStream(pieces(bytes, 90_001), under, bound));

describe("a sealed stream", () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])(
    "BAK-2 of %d bytes opens to them",
    async (length) => {
      expect((await opened(await sealed(length))).equals(plain(length))).toBe(true);
    },
  );

  it("BAK-2 opens in whatever pieces it comes", async () => {
    const bytes = await sealed(2 * CHUNK + 77);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 600_000 }), async (size) => {
        const back = await all(openedStream(pieces(bytes, Math.max(size, 5_000)), key, BOUND));
        expect(back.equals(plain(2 * CHUNK + 77))).toBe(true);
      }),
      { numRuns: Math.min(numRuns, 30) },
    );
  });

  it("BAK-3 is refused with any one bit changed", async () => {
    const bytes = await sealed(CHUNK + 500);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        await expect(opened(changed)).rejects.toMatchObject({ code: "key_unavailable" });
      }),
      { numRuns },
    );
  });

  it("BAK-3 is refused where it was cut off anywhere", async () => {
    const bytes = await sealed(2 * CHUNK);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (end) => {
        await expect(opened(bytes.subarray(0, end))).rejects.toMatchObject({ code: "key_unavailable" });
      }),
      { numRuns },
    );
    await expect(opened(bytes.subarray(0, SEALED))).rejects.toMatchObject({ code: "key_unavailable" });
  });

  it.each([
    ["moved", [1, 0, 2]],
    ["doubled", [0, 0, 1, 2]],
    ["left out", [0, 2]],
    ["doubled at the end", [0, 1, 2, 2]],
  ])("BAK-3 is refused where a chunk was %s", async (_title, order) => {
    const bytes = await sealed(3 * CHUNK);
    const chunks = [0, 1, 2].map((at) => bytes.subarray(at * SEALED, (at + 1) * SEALED));
    const changed = Buffer.concat(order.map((at) => chunks[at] ?? Buffer.alloc(0)));
    await expect(opened(changed)).rejects.toMatchObject({ code: "key_unavailable" });
  });

  it("BAK-3 opens under no other header and no other key", async () => {
    const bytes = await sealed(10);
    await expect(opened(bytes, Buffer.from("another"))).rejects.toMatchObject({ code: "key_unavailable" });
    await expect(opened(bytes, BOUND, freshStreamKey())).rejects.toMatchObject({ code: "key_unavailable" });
  });
});
