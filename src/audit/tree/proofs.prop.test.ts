import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logOfLeaves, memoryLog } from "../testing/memory-log.ts";
import { GrowingTree, provesConsistency, provesInclusion } from "../verify/merkle.ts";
import { consistencyProof, inclusionProof, proofReader } from "./proofs.ts";
import { readTile, tileWidth } from "./tiles.ts";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 100);
const SIZE = 70_000;
const leaves = Array.from({ length: SIZE }, (_, at) => createHash("sha256").update(`leaf ${at}`).digest());
const log = await logOfLeaves(leaves);
const growing = new GrowingTree();
/** The root at every size, from 1. */
const roots = leaves.map((leaf) => {
  growing.add(leaf);
  return growing.root();
});

const headOf = (of: number) => ({ size: of, root: roots[of - 1] ?? Buffer.alloc(0) });

const size = fc.oneof(fc.integer({ min: 1, max: 1_100 }), fc.integer({ min: 65_500, max: SIZE }));
const pair = fc
  .tuple(size, size)
  .map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const);

describe("proofs from tiles", () => {
  it("AUD-66 prove that a leaf is in the tree to who computes by RFC 9162, and prove it of no other place", async () => {
    await fc.assert(
      fc.asyncProperty(pair, async ([index, upper]) => {
        const head = headOf(upper + 1);
        const path = await inclusionProof(proofReader(log, head.size), index);
        const leaf = leaves[index] ?? Buffer.alloc(0);
        expect(provesInclusion(leaf, index, head, path)).toBe(true);
        expect(provesInclusion(leaf, index + 1, head, path)).toBe(false);
        expect(provesInclusion(Buffer.alloc(32), index, head, path)).toBe(false);
      }),
      { numRuns },
    );
  });

  it("AUD-67 prove that a tree begins with an earlier one, and with no other", async () => {
    await fc.assert(
      fc.asyncProperty(pair, async ([from, to]) => {
        const [first, second] = [headOf(from), headOf(to)];
        const path = await consistencyProof(proofReader(log, to), from);
        expect(provesConsistency(first, second, path)).toBe(true);
        expect(provesConsistency({ ...first, root: Buffer.alloc(32) }, second, path)).toBe(false);
        expect(provesConsistency(first, { ...second, root: Buffer.alloc(32) }, path)).toBe(false);
      }),
      { numRuns },
    );
  });
});

describe("tiles", () => {
  it("AUD-62 are the same whether computed from leaves or kept before", async () => {
    const bare = memoryLog();
    bare.rows.push(...log.rows);
    expect(await log.tilesThrough()).toBe(Math.floor(SIZE / 256) * 256);
    expect(log.tiles.size).toBe(273 + 1);
    for (const { level, index, hashes } of log.tiles.values())
      expect(Buffer.compare(hashes, (await readTile(bare, level, index, 256)) ?? Buffer.alloc(0))).toBe(0);
  });

  it("AUD-63 are as wide as the tree is large", () => {
    expect([tileWidth(70_000, 0, 273), tileWidth(70_000, 1, 0), tileWidth(70_000, 1, 1)]).toEqual([
      112, 256, 17,
    ]);
    expect([tileWidth(70_000, 2, 0), tileWidth(70_000, 3, 0), tileWidth(70_000, 0, 274)]).toEqual([1, 0, 0]);
  });
});
