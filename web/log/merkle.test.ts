import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isContinued, type TreeHead } from "./merkle.ts";
import { readNote } from "./note.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const sha = (...parts: readonly Uint8Array[]): Bytes =>
  Uint8Array.from(createHash("sha256").update(Buffer.concat(parts)).digest());
const leaves = Array.from({ length: 33 }, (_, at) => sha(Uint8Array.of(0, at)));

/** The largest power of two below n. */
const split = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);

/** MTH of RFC 6962 section 2.1. */
function rootOf(from: number, until: number): Bytes {
  const one = leaves[from];
  if (one !== undefined && until - from === 1) return one;
  const middle = from + split(until - from);
  return sha(Uint8Array.of(1), rootOf(from, middle), rootOf(middle, until));
}

/** SUBPROOF of RFC 6962 section 2.1.2. */
function subproof(m: number, from: number, until: number, isWhole: boolean): Bytes[] {
  const n = until - from;
  if (m === n) return isWhole ? [] : [rootOf(from, until)];
  const k = split(n);
  if (m <= k) return [...subproof(m, from, from + k, isWhole), rootOf(from + k, until)];
  return [...subproof(m - k, from + k, until, false), rootOf(from, from + k)];
}

const headAt = (size: number): TreeHead => ({ size, root: rootOf(0, size) });

describe("that the tree of today begins with the tree of a tombstone", () => {
  it("F135 is proven for every pair of sizes, by proofs made as RFC 6962 says", async () => {
    for (let second = 1; second <= leaves.length; second += 1)
      for (let first = 1; first <= second; first += 1) {
        const path = first === second ? [] : subproof(first, 0, second, true);
        expect([first, second, await isContinued(headAt(first), headAt(second), path)]).toEqual([
          first,
          second,
          true,
        ]);
      }
  });

  it("F135 is not proven once a root, a size or a hash of the path is another", async () => {
    const path = subproof(11, 0, 29, true);
    const altered = (bytes: Uint8Array) => bytes.map((byte, at) => (at === 0 ? byte ^ 1 : byte));
    const [old, now] = [headAt(11), headAt(29)];
    const wrong = [
      isContinued({ ...old, root: altered(old.root) }, now, path),
      isContinued(old, { ...now, root: altered(now.root) }, path),
      isContinued({ ...old, size: 12 }, now, path),
      isContinued(old, { ...now, size: 10 }, path),
      isContinued(old, now, path.slice(1)),
      isContinued(old, now, [...path, now.root]),
      ...path.map((_, at) =>
        isContinued(
          old,
          now,
          path.map((hash, place) => (place === at ? altered(hash) : hash)),
        ),
      ),
    ];
    expect(new Set(await Promise.all(wrong))).toEqual(new Set([false]));
  });

  it("reads size and root of a checkpoint, and nothing from what is none", () => {
    const root = Buffer.from(rootOf(0, 3)).toString("base64");
    expect(readNote(`modicum/test\n3\n${root}\n\n— modicum/test AAAAAAA=\n`)).toMatchObject({
      size: 3,
      root: rootOf(0, 3),
    });
    const signed = "\n— modicum/test AAAAAAA=\n";
    for (const note of ["", "x", `x\n03\n${root}\n${signed}`, `x\n3\nAAAA\n${signed}`, `x\n3\n!\n${signed}`])
      expect(readNote(note)).toBeNull();
  });
});
