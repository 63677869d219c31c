import { beforeAll, describe, expect, it } from "vitest";
import { memoryLog, type MemoryLog } from "../../audit/testing/memory-log.ts";
import { storedEntry } from "../../audit/testing/record-store.contract.ts";
import { createLogDesk } from "../../audit/tree/log-desk.ts";
import { openRecordTree } from "../../audit/tree/record-tree.ts";
import { hashOfLeaf, provesConsistency, provesInclusion } from "../../audit/verify/merkle.ts";
import { parseNote } from "../../audit/verify/notes.ts";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { NOW, practiceApi, type PracticeApi } from "../testing/practice-api.ts";

interface Proof {
  readonly index: number;
  readonly leafHash: string;
  readonly logForm?: string;
  readonly checkpoint: string;
  readonly size: number;
  readonly path: readonly string[];
}

let api: PracticeApi;
let log: MemoryLog;
/** The entry of a request that the biller made. */
let own: string;
beforeAll(async () => {
  log = memoryLog();
  api = await practiceApi({
    more: () => ({ recordLog: { ...createLogDesk(log, log), witnesses: async () => [STATUS] } }),
  });
  await api.ask("bea.biller", "/api/v1/relations/mine", { purpose: "HPAYMT" });
  own = api.entries[0]?.id ?? "";
  const tree = await openRecordTree(log, memoryRecordKey(), "modicum/test", fixedClock(NOW));
  await tree.append([1, 2, 3].map((number) => storedEntry(number)));
  await tree.append([storedEntry(4, { id: own }), storedEntry(5)]);
});

const STATUS = {
  name: "witness.example.org",
  verifierKey: "witness.example.org+00000000+BA==",
  checkpoint: "modicum/test\n3\n",
  size: 3,
  at: NOW,
  refusals: 1,
  lastRefusal: 409,
  state: "ok",
} as const;
const bytes = (text: string): Buffer => Buffer.from(text, "base64");

describe("proofs of the record", () => {
  it("AUD-68 F177 gives who may read the record an entry with what its checkpoint proves of it", async () => {
    const { status, json } = await api.ask<Proof>("audra.auditor", `/api/v1/record/${own}/proof`, {
      purpose: "audit",
    });
    const head = parseNote(json.checkpoint);
    if (head === null) throw new Error("the checkpoint is none");
    expect([status, json.index, head.size]).toEqual([200, 3, 5]);
    expect(hashOfLeaf(Buffer.from(json.logForm ?? "")).toString("base64")).toBe(json.leafHash);
    expect(provesInclusion(bytes(json.leafHash), json.index, head, json.path.map(bytes))).toBe(true);
  });

  it("AUD-68 F177 gives everyone the proof of their own entries, without what is withheld from them there", async () => {
    const { status, json } = await api.ask<Proof>("bea.biller", `/api/v1/record/${own}/proof`, {
      purpose: "billing",
    });
    expect(status).toBe(200);
    expect(json).not.toHaveProperty("logForm");
  });

  it("AUD-68 tells who may not read an entry as little as of one that is not there", async () => {
    const ask = async (id: string) => {
      const { status, json } = await api.ask("nina.nurse", `/api/v1/record/${id}/proof`, {
        purpose: "treatment",
      });
      return [status, json.code, json.detail];
    };
    expect(await ask(own)).toEqual(await ask("00000000-0000-7000-8000-00000000ffff"));
    expect((await ask(own))[0]).toBe(404);
  });

  it("AUD-68 F177 proves to who is signed in that one size of the record continues another", async () => {
    const { json } = await api.ask<{ readonly to: number; readonly path: readonly string[] }>(
      "nina.nurse",
      "/api/v1/record/consistency?from=3",
      { purpose: "treatment" },
    );
    const [first, second] = log.notes.map(({ note }) => parseNote(note));
    if (!first || !second) throw new Error("a checkpoint is none");
    expect(json.to).toBe(5);
    expect(provesConsistency(first, second, json.path.map(bytes))).toBe(true);
  });

  it.each(["from=4&to=3", "from=0&to=6", "from=7"])(
    "AUD-68 finds no proof for `%s` in a log of 5",
    async (query) => {
      const reply = await api.ask("nina.nurse", `/api/v1/record/consistency?${query}`, {
        purpose: "treatment",
      });
      expect(reply.status).toBe(404);
    },
  );

  it("F178 shows who reads the record its witnesses, and others not", async () => {
    const { json } = await api.ask("audra.auditor", "/api/v1/record/witnesses", { purpose: "audit" });
    expect(json).toEqual({ witnesses: [{ ...STATUS, at: new Date(NOW).toISOString() }] });
    expect((await api.ask("nina.nurse", "/api/v1/record/witnesses", { purpose: "treatment" })).status).toBe(
      403,
    );
  });
});
