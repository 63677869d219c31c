import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { z } from "@hono/zod-openapi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gapsOf } from "../../audit/completeness.ts";
import { createRecorder, type Recorder } from "../../audit/recorder.ts";
import { memoryRecordStore } from "../../audit/testing/memory-record-store.ts";
import { openKeyFolder } from "../../keys/key-folder.ts";
import { type Keyring, openKeyring } from "../../keys/keyring.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { tellRecord, toldOperations } from "../../server/key-operations.ts";
import { keyDeskOver } from "../../server/keys.ts";
import { NOW, practiceApi, type PracticeApi } from "../testing/practice-api.ts";
import type { KeysChangedSchema, KeysSchema, OperationsSchema } from "./schema.ts";

type Changed = z.infer<typeof KeysChangedSchema>;

let dir: string;
let api: PracticeApi;
let keyring: Keyring;
let recorder: Recorder;
/** The keys that a value lies under. */
let under: Set<string>;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-desk-"));
  keyring = await openKeyring({ ...(await openKeyFolder(dir)), now: () => NOW });
  recorder = createRecorder(memoryRecordStore(), memorySealer(), fixedClock(NOW));
  under = new Set();
  const place = {
    title: "relation facts",
    use: "seal",
    counts: async () => new Map([...under].map((id) => [id, 2])),
    holds: async (id: string) => under.has(id),
    reseal: null,
  } as const;
  const keys = keyDeskOver({
    keyring,
    places: [place],
    resealing: { progress: () => [] },
    tell: () =>
      tellRecord(
        keyring,
        { search: recorder.search, append: recorder.record },
        { policyHash: "h", system: "ehr" },
      ),
    operations: (limit) => toldOperations(recorder, limit),
  });
  api = await practiceApi({ more: () => ({ keys }) });
});
afterEach(() => rm(dir, { recursive: true }));

const kai = <T = Changed>(path: string, body?: unknown) =>
  api.ask<T>("kai.keycustodian", `/api/v1/keys${path}`, {
    purpose: "system-support",
    ...(body === undefined ? {} : { body }),
  });
const sam = <T = Changed>(path: string, body?: unknown) =>
  api.ask<T>("sam.security", `/api/v1/keys${path}`, {
    purpose: "compliance",
    ...(body === undefined ? {} : { body }),
  });

async function retired(): Promise<string> {
  const { id } = keyring.active("seal");
  await kai("/rotate", { use: "seal" });
  return id;
}

describe("the keys", () => {
  it("F155 are listed with state, age and what lies under them, and never given out", async () => {
    const active = keyring.active("seal");
    under.add(active.id);
    const reply = await kai<z.infer<typeof KeysSchema>>("");
    expect(reply.json.keys.find(({ id }) => id === active.id)).toMatchObject({
      use: "seal",
      state: "active",
      madeAt: new Date(NOW).toISOString(),
      seals: [{ title: "relation facts", count: 2 }],
    });
    expect(reply.json.vault).toMatchObject({ kind: "local", ok: true });
    expect(JSON.stringify(reply.json)).not.toContain(Buffer.from(active.bytes).toString("base64"));
  });

  it("F155 are rotated by the custodian, and the record says which", async () => {
    const reply = await kai("/rotate", { use: "seal" });
    const { id } = keyring.active("seal");
    expect(reply).toMatchObject({ status: 200, json: { keys: [{ id, state: "active" }] } });
    expect(api.entries.at(-1)).toMatchObject({
      personId: "kai.keycustodian",
      interaction: "api.keys.rotate",
      released: ["key.ring"],
      changes: [`rotate key seal/${id}`],
    });
  });

  it("KEY-6 F155 that index are not rotated, and the custodian learns why", async () => {
    const reply = await kai<{ code: string; next: string }>("/rotate", { use: "blind-index" });
    expect(reply).toMatchObject({ status: 422, json: { code: "index_is_stored" } });
    expect(reply.json.next).toContain("Indexes are stored");
  });

  it("F155 are wrapped anew", async () => {
    const { json } = await kai("/rewrap", { newRoot: true });
    expect(json.keys).toHaveLength(4);
  });

  it("F155 a vault that does not answer is told to the custodian with what to do", async () => {
    await rm(join(dir, "root.key"));
    const reply = await kai<{ code: string; next: string }>("/rotate", { use: "wrap" });
    expect(reply).toMatchObject({ status: 503, json: { code: "key_unavailable" } });
    expect(reply.json.next).toContain("restore the key file");
  });
});

describe("destroying a key", () => {
  it("KEY-31 F155 takes the custodian and the security officer", async () => {
    const id = await retired();
    expect((await kai(`/${id}/propose-destroy`, {})).status).toBe(200);
    expect((await kai(`/${id}/approve-destroy`, {})).status).toBe(403);
    const reply = await sam(`/${id}/approve-destroy`, {});
    expect(reply).toMatchObject({ status: 200, json: { keys: [{ id, state: "destroyed" }] } });
    expect(keyring.find(id)).toBeUndefined();
  });

  it("KEY-31 F155 the security officer neither proposes nor rotates", async () => {
    const id = await retired();
    expect((await sam(`/${id}/propose-destroy`, {})).status).toBe(403);
    expect((await sam("/rotate", { use: "seal" })).status).toBe(403);
  });

  it("KEY-32 is refused while anything lies under it", async () => {
    const id = await retired();
    under.add(id);
    await kai(`/${id}/propose-destroy`, {});
    const reply = await sam<{ code: string; detail: string }>(`/${id}/approve-destroy`, {});
    expect(reply).toMatchObject({
      status: 422,
      json: { code: "in_use", detail: "under it: relation facts" },
    });
    expect(keyring.find(id)).toBeDefined();
  });

  it("KEY-32 is refused where it is not known what lies under keys of its use", async () => {
    const { id } = keyring.active("wrap");
    await kai("/rotate", { use: "wrap" });
    await kai(`/${id}/propose-destroy`, {});
    expect(await sam(`/${id}/approve-destroy`, {})).toMatchObject({ status: 422, json: { code: "in_use" } });
  });

  it("answers for a key that is not there as for any other", async () => {
    expect((await kai("/00000000/propose-destroy", {})).status).toBe(404);
  });
});

describe("operations with keys", () => {
  it("KEY-12 F155 are read from the record, newest first, with who did them", async () => {
    const id = await retired();
    await kai(`/${id}/propose-destroy`, {});
    await sam(`/${id}/approve-destroy`, {});
    const { json } = await kai<z.infer<typeof OperationsSchema>>("/operations?limit=10");
    expect(json.operations.map(({ kind, person }) => `${kind} ${person}`).toSorted()).toEqual([
      "create system",
      "destroy sam.security",
      "propose-destroy kai.keycustodian",
      "rotate kai.keycustodian",
      "unwrap system",
    ]);
    expect(json.operations.find(({ kind }) => kind === "destroy")?.keys).toEqual([`seal/${id}`]);
  });

  it("KEY-12 AUD-30 F012 leave no entry that is incomplete", async () => {
    await retired();
    const { entries } = await recorder.search({ limit: 100 }, false);
    expect(entries.flatMap(gapsOf)).toEqual([]);
    expect((await recorder.search({ interaction: "keys.rotate", limit: 10 }, false)).entries).toHaveLength(1);
  });

  it.each(["nina.nurse", "ivan.itsupport", "priya.privacy", "audra.auditor", "paul.provider"])(
    "KEY-30 F155 `%s` sees nothing of the keys",
    async (person) => {
      const reply = await api.ask(person, "/api/v1/keys", { purpose: "compliance" });
      expect(reply.status).toBe(403);
    },
  );
});
