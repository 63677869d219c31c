import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EMPTY_TREE, grown, leafHash, rootOf, subtreeSizes } from "./merkle.ts";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 200);

function sha256(...parts: readonly Uint8Array[]): Buffer {
  return createHash("sha256").update(Buffer.concat(parts)).digest();
}

/** MTH of RFC 6962 section 2.1, word for word. */
function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length <= 1) return leaves[0] ?? sha256();
  let k = 1;
  while (2 * k < leaves.length) k *= 2;
  return sha256(Buffer.of(1), treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
}

const leavesOf = (count: number, seed: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, at) => sha256(Buffer.from(`${seed}/${at}`)));

describe("the tree over the record", () => {
  /** The inputs and roots that implementations of Certificate Transparency share. */
  const inputs = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ];
  const roots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ];

  it.each(roots.map((root, size) => [size, root] as const))(
    "AUD-50 has the root of the Certificate Transparency vectors at %d leaves",
    (size, root) => {
      const leaves = inputs.slice(0, size).map((hex) => leafHash(Buffer.from(hex, "hex").toString("latin1")));
      expect(Buffer.from(rootOf(grown(EMPTY_TREE, leaves))).toString("hex")).toBe(root);
    },
  );

  it("AUD-50 has the root of RFC 6962 after it grew in any steps", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 8 }), fc.nat(), (steps, seed) => {
        const leaves = leavesOf(
          steps.reduce((sum, step) => sum + step, 0),
          seed,
        );
        let [tree, at] = [EMPTY_TREE, 0];
        for (const step of steps) tree = grown(tree, leaves.slice(at, (at += step)));
        expect(tree.size).toBe(leaves.length);
        expect(Buffer.from(rootOf(tree))).toEqual(Buffer.from(treeHash(leaves)));
      }),
      { numRuns },
    );
  });

  it("AUD-50 keeps one root for each 1 in the binary form of its size", () => {
    fc.assert(
      fc.property(fc.nat(300), (size) => {
        const { roots } = grown(EMPTY_TREE, leavesOf(size, 0));
        const sizes = subtreeSizes(size);
        expect(roots.length).toBe(sizes.length);
        expect(sizes.reduce((sum, one) => sum + one, 0)).toBe(size);
      }),
      { numRuns },
    );
  });
});
