import { beforeAll, describe, expect, it } from "vitest";
import { practiceApi, type PracticeApi } from "../../api/testing/practice-api.ts";
import { memoryLog, type MemoryLog } from "../../audit/testing/memory-log.ts";
import { storedEntry } from "../../audit/testing/record-store.contract.ts";
import { openRecordTree } from "../../audit/tree/record-tree.ts";
import { keepNextTiles } from "../../audit/tree/tiles.ts";
import { partsOf } from "../../audit/verify/source.ts";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { createLogGateway } from "./http.ts";
import { tilePathOf } from "./tile-path.ts";

let log: MemoryLog;
let practice: PracticeApi;
let app: ReturnType<typeof createLogGateway>;
beforeAll(async () => {
  practice = await practiceApi();
  log = memoryLog();
  const tree = await openRecordTree(
    log,
    memoryRecordKey(),
    "modicum/test",
    fixedClock("2026-05-04T15:00:00Z"),
  );
  for (const from of [1, 301])
    await tree.append(Array.from({ length: 300 }, (_, at) => storedEntry(from + at, { at: from + at })));
  await keepNextTiles(log);
  const { pipeline } = practice.deps;
  app = createLogGateway({ pipeline, store: log, entries: log.leaves, verifierKey: "key" });
});

const ask = (path: string, person?: string, purpose = "audit") =>
  app.request(`/log/${path}`, {
    headers: person === undefined ? {} : { authorization: `Bearer ${person}`, "x-purpose-of-use": purpose },
  });

describe("the log over HTTP", () => {
  it("AUD-64 gives out the newest checkpoint as text, not to be cached", async () => {
    const response = await ask("checkpoint");
    expect(await response.text()).toBe(log.notes[1]?.note);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-cache");
  });

  it("AUD-64 lets full tiles be cached for good, and partial ones not", async () => {
    const [full, partial] = [await ask("tile/0/001"), await ask("tile/0/002.p/88")];
    expect([full.status, partial.status]).toEqual([200, 200]);
    expect(full.headers.get("cache-control")).toContain("immutable");
    expect(partial.headers.get("cache-control")).toBe("no-cache");
    expect(full.headers.get("content-type")).toBe("application/octet-stream");
    expect((await full.arrayBuffer()).byteLength).toBe(8_192);
    const hashes = Buffer.concat(log.rows.slice(512).map(({ leaf }) => leaf));
    expect(Buffer.from(await partial.arrayBuffer()).equals(hashes)).toBe(true);
  });

  it("AUD-64 still gives the partial tile of an earlier size once the tile is full", async () => {
    const early = Buffer.from(await (await ask("tile/0/001.p/44")).arrayBuffer());
    expect(early.equals(Buffer.concat(log.rows.slice(256, 300).map(({ leaf }) => leaf)))).toBe(true);
  });

  it.each([
    "tile/0/003",
    "tile/0/002",
    "tile/0/002.p/89",
    "tile/1/000",
    "tile/2/000.p/1",
    "tile/entries/003",
  ])("AUD-64 answers 404 for `%s`, which a log of 600 entries does not have", async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it("AUD-64 reads paths as they are written, and in no other way", () => {
    expect(tilePathOf("0/x001/x234/067")).toEqual({ kind: 0, index: 1_234_067, width: 256 });
    expect(tilePathOf("entries/000.p/7")).toEqual({ kind: "entries", index: 0, width: 7 });
    for (const path of [
      "0/0",
      "0/x000/001",
      "0/001/002",
      "00/001",
      "0/000.p/0",
      "0/000.p/256",
      "0/000.p/07",
      "7/000",
    ])
      expect(tilePathOf(path)).toBeNull();
  });

  it("AUD-64 gives the newest checkpoint of each second, and all that were cosigned", async () => {
    const busy = memoryLog();
    let now = 10_000;
    const tree = await openRecordTree(busy, memoryRecordKey(), "modicum/test", { now: () => now });
    for (const at of [10_000, 10_300, 10_900, 11_000, 11_999, 14_000, 14_001]) {
      now = at;
      await tree.append([storedEntry(busy.rows.length + 1, { at })]);
    }
    await busy.keepCosignature({ size: 2, witness: "w", at: 10_000, line: "— w AAAA\n" });
    const { pipeline } = practice.deps;
    const serving = createLogGateway({ pipeline, store: busy, entries: busy.leaves, verifierKey: "key" });
    const body = Buffer.from(await (await serving.request("/log/checkpoints/0")).arrayBuffer());
    const notes = (partsOf(body, 2) ?? []).map(String);
    expect(notes.map((note) => Number(note.split("\n")[1]))).toEqual([2, 3, 5, 7]);
    expect((await (await serving.request("/log/checkpoints/7")).arrayBuffer()).byteLength).toBe(0);
  });

  it("AUD-65 keeps entries and sealed parts from who may not read the record", async () => {
    const asked = [await ask("tile/entries/000"), await ask("tile/entries/000", "bea.biller", "billing")];
    const sealed = await ask("tile/sealed/000", "bea.biller", "billing");
    expect([...asked, sealed].map(({ status }) => status)).toEqual([401, 403, 403]);
    expect(asked[1]?.headers.get("content-type")).toBe("application/problem+json");
  });

  it("AUD-65 records every fetch of entries before it is answered, with the entries that left", async () => {
    const before = practice.entries.length;
    const response = await ask("tile/entries/002.p/88", "audra.auditor");
    const [entry, ...others] = practice.entries.slice(before);
    expect([response.status, others.length]).toEqual([200, 0]);
    expect(entry).toMatchObject({ interaction: "log.entries", outcome: "permit", recordCount: 88 });
    expect(response.headers.get("x-request-id")).toBe(entry?.id);
  });

  it("AUD-65 shows no entry of the log what is sealed in it", async () => {
    const body = await (await ask("tile/entries/000", "audra.auditor")).text();
    expect(body).toContain("sealedHash");
    expect(body).not.toContain(Buffer.of(1, 2, 3).toString("base64"));
  });
});
