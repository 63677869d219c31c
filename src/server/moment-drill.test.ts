import { describe, expect, it } from "vitest";
import { createCheckpointSigner } from "../audit/tree/checkpoint.ts";
import { memoryRecordKey } from "../keys/testing/record-key.ts";
import { compareRecord } from "./moment-drill.ts";

const ORIGIN = "modicum/test";
const NOW = Date.UTC(2026, 4, 4, 15);
const key = memoryRecordKey();
const signer = createCheckpointSigner(ORIGIN, key);
const rootOf = (size: number): Buffer => Buffer.alloc(32, size);
/** Checkpoints of 10, 20 and 30 entries, a minute from each to the next, the last now. */
const notes = [10, 20, 30].map((size, index) => {
  const at = NOW - (2 - index) * 60_000;
  return { size, at, cosigned: false, note: signer.sign({ size, root: rootOf(size) }, at) };
});
const parts = {
  log: { checkpoints: async (after: number) => notes.filter(({ size }) => size > after).slice(0, 1) },
  record: { origin: ORIGIN, publicKey: key.publicKey },
};
const tree = (size: number, root = rootOf(size)) => ({ size, root: root.toString("hex") });
const REFUSED = { code: "record_unavailable" };

describe("the record of a restored moment", () => {
  it("F156 BAK-45 is one that was signed, with all that was durable by then", async () => {
    await compareRecord(parts, tree(20), NOW - 30_000);
    await compareRecord(parts, tree(30), NOW);
  });

  it("F156 BAK-45 is refused where its tree is none that was signed", async () => {
    await expect(compareRecord(parts, tree(20, rootOf(1)), NOW - 30_000)).rejects.toMatchObject(REFUSED);
    await expect(compareRecord(parts, tree(15), NOW - 30_000)).rejects.toMatchObject(REFUSED);
  });

  it("F156 BAK-45 is refused where entries are missing that were durable by then", async () => {
    await expect(compareRecord(parts, tree(10), NOW - 30_000)).rejects.toThrow("are missing");
    await expect(compareRecord(parts, tree(0), NOW - 30_000)).rejects.toThrow("are missing");
  });
});
