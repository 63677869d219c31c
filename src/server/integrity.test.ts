import { expect, it } from "vitest";
import { createRecorder } from "../audit/recorder.ts";
import { nextEntryId } from "../audit/entry-id.ts";
import { auditEntry } from "../audit/testing/audit-entry.ts";
import { memoryRecordStore } from "../audit/testing/memory-record-store.ts";
import { createCheckpointSigner } from "../audit/tree/checkpoint.ts";
import { leafOf } from "../audit/tree/leaf.ts";
import { EMPTY_TREE, grown, rootOf } from "../audit/tree/merkle.ts";
import type { RecordStore } from "../audit/ports.ts";
import type { Job } from "../jobs/types.ts";
import { systemClock } from "../kernel/clock.ts";
import { memoryRecordKey } from "../keys/testing/record-key.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import { openIntegrity } from "./integrity.ts";

const ORIGIN = "modicum/test";

/** A record in memory under a signed tree. */
function signedStore(key: ReturnType<typeof memoryRecordKey>) {
  const kept = memoryRecordStore();
  const signer = createCheckpointSigner(ORIGIN, key);
  let tree = EMPTY_TREE;
  const leaves: Uint8Array[] = [];
  const append: RecordStore["append"] = async (entries) => {
    const added = entries.map((entry, at) => leafOf(entry, leaves.length + at + 1, ORIGIN));
    await kept.append(entries);
    leaves.push(...added);
    tree = grown(tree, added);
  };
  return {
    append,
    search: kept.search,
    tree: async () => ({
      origin: ORIGIN,
      firstSeq: 1,
      size: tree.size,
      roots: Buffer.concat(tree.roots),
      checkpoint: tree.size === 0 ? null : signer.sign({ size: tree.size, root: rootOf(tree) }, 0),
    }),
    leaves: async (from: number, limit: number) =>
      kept.entries
        .map((entry, at) => ({ ...entry, seq: at + 1, leaf: leaves[at] ?? new Uint8Array() }))
        .slice(from - 1, from - 1 + limit),
  };
}

it("AUD-110 F012 goes on each night where it ended, and readiness knows how it came out, also after a restart", async () => {
  const [key, sealer] = [memoryRecordKey(), memorySealer()];
  const store = signedStore(key);
  const recorder = createRecorder(store, sealer, systemClock);
  const parts = { store, origin: ORIGIN, publicKey: key.publicKey, sealer, recorder, clock: systemClock };
  const open = () => openIntegrity({ ...parts, policyHash: () => "ab" });
  const record = (purpose: string | null) =>
    recorder.record(auditEntry(0, { id: nextEntryId(systemClock), purpose }));
  const integrity = await open();
  expect(integrity.check()).toBe("waiting");
  const states: string[] = [];
  for (const purpose of ["HPAYMT", null, "HPAYMT"]) {
    await record(purpose);
    expect(await integrity.kind.step({} as Job)).toEqual({ kind: "done", parts: [] });
    states.push(integrity.check(), (await open()).check());
  }
  expect(states).toEqual(["ok", "ok", "failing", "failing", "ok", "ok"]);
  const { entries } = await recorder.search({ interaction: "system.integrity.check", limit: 10 }, false);
  expect(entries.map(({ changes }) => changes[0]).toReversed()).toEqual([
    "checked 1..2",
    "checked 2..4",
    "checked 4..6",
  ]);
});
