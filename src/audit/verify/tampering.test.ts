import { readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import { createCheckpointSigner } from "../tree/checkpoint.ts";
import type { FindingClass } from "./findings.ts";
import { GrowingTree, HASH, hashOfLeaf } from "./merkle.ts";
import { parseVerifierKey } from "./notes.ts";
import { packSource } from "./pack-source.ts";
import { partsOf, prefixed } from "./source.ts";
import { type AlteredPack, alteredPack } from "./testing/altered-pack.ts";
import { ORIGIN, type SampleLog, sampleLog, samplePack } from "./testing/sample-log.ts";
import { type Verdict, verifyLog, type VerifyOptions } from "./verify-log.ts";

const AT = Date.UTC(2026, 4, 4);

let sample: SampleLog;
/** The same log under the same key with other entries after the first 300: what a forger with the key would show. */
let forked: SampleLog;
let foreign: SampleLog;
let folders: {
  readonly pack: string;
  readonly early: string;
  readonly forked: string;
  readonly foreign: string;
};

beforeAll(async () => {
  sample = await sampleLog([300, 200]);
  const early = await samplePack(sample);
  sample = await sampleLog([40], { key: sample.key, log: sample.log, startAt: AT + 60_000 });
  forked = await sampleLog([300, 240], { key: sample.key, salt: "b" });
  foreign = await sampleLog([300, 240], { origin: "modicum/other.example.org", key: sample.key });
  const packs = await Promise.all([sample, forked, foreign].map(samplePack));
  folders = { pack: packs[0] ?? "", early, forked: packs[1] ?? "", foreign: packs[2] ?? "" };
});
afterAll(async () => {
  for (const folder of Object.values(folders)) await rm(dirname(folder), { recursive: true });
});

async function verdictOn(
  change: (pack: AlteredPack) => Promise<void>,
  { from = folders.pack, ...options }: Partial<VerifyOptions> & { readonly from?: string } = {},
): Promise<Verdict> {
  const pack = await alteredPack(from);
  await change(pack);
  const given = { key: parseVerifierKey(sample.vkey), entries: true, sealed: true, ...options };
  const verdict = await verifyLog(packSource(pack.folder), given);
  await pack.close();
  return verdict;
}

const entriesIn = async (folder: string, path: string): Promise<readonly Buffer[]> =>
  partsOf(await readFile(join(folder, path)), 2) ?? [];

const edited = (entry: Buffer | undefined): Buffer =>
  Buffer.from(String(entry).replace('"outcome":"permit"', '"outcome":"deny"'));

/** A note over the true tree of the log at its full size, under its key, for a time. */
function resigned(at: number, root: Buffer = rootOfSample()): string {
  return createCheckpointSigner(ORIGIN, sample.key).sign({ size: 540, root }, at);
}

function rootOfSample(): Buffer {
  const tree = new GrowingTree();
  for (const { leaf } of sample.log.rows) tree.add(leaf);
  return tree.root();
}

/** Each class of tampering, done to an exported pack by somebody who may change its every byte. */
const CASES: readonly [string, FindingClass, string, (pack: AlteredPack) => Promise<void>][] = [
  [
    "an edited entry",
    "entry-altered",
    "entry 7",
    (pack) => pack.entries(0, 256, (all) => all.with(7, edited(all[7]))),
  ],
  [
    "a deleted entry",
    "entry-deleted",
    "entry 7",
    (pack) => pack.entries(0, 256, (all) => all.toSpliced(7, 1)),
  ],
  [
    "an inserted entry",
    "entry-inserted",
    "entry 8",
    (pack) => pack.entries(0, 256, (all) => all.toSpliced(8, 0, edited(all[7]))),
  ],
  [
    "an entry that was put in twice",
    "entry-inserted",
    "entry 8",
    (pack) => pack.entries(0, 256, (all) => all.toSpliced(8, 0, all[7] ?? Buffer.alloc(0))),
  ],
  [
    "reordered entries",
    "entries-reordered",
    "entry 8",
    (pack) =>
      pack.entries(0, 256, (all) =>
        all.with(7, all[8] ?? Buffer.alloc(0)).with(8, all[7] ?? Buffer.alloc(0)),
      ),
  ],
  ["cut off entries", "truncated", "entry 537", (pack) => pack.entries(2, 28, (all) => all.slice(0, 25))],
  ["a missing bundle", "truncated", "tile/entries/001", (pack) => pack.remove("tile/entries/001")],
  [
    "an entry of another log",
    "foreign-entry",
    "entry 7",
    async (pack) => {
      const other = await entriesIn(folders.foreign, "tile/entries/000");
      await pack.entries(0, 256, (all) => all.with(7, other[7] ?? Buffer.alloc(0)));
    },
  ],
  [
    "exchanged sealed parts",
    "sealed-swapped",
    "entry 7",
    (pack) =>
      pack.sealed(0, 256, (all) => all.with(7, all[9] ?? Buffer.alloc(0)).with(9, all[7] ?? Buffer.alloc(0))),
  ],
  [
    "an edited sealed part",
    "sealed-altered",
    "entry 7",
    (pack) => pack.sealed(0, 256, (all) => all.with(7, Buffer.of(1))),
  ],
  ["an edited hash tile", "tile-altered", "tile/0/000", (pack) => pack.edit("tile/0/000", flipped)],
  ["an edited tile above", "tile-altered", "tile/1/000.p/2", (pack) => pack.edit("tile/1/000.p/2", flipped)],
  [
    "entries and tiles that were edited together",
    "history-rewritten",
    "checkpoint of size 540",
    async (pack) => {
      await pack.entries(2, 28, (all) => all.with(20, edited(all[20])));
      const entries = await entriesIn(pack.folder, "tile/entries/002.p/28");
      await pack.edit("tile/0/002.p/28", () => Buffer.concat(entries.map(hashOfLeaf)));
    },
  ],
  [
    "an edited checkpoint",
    "checkpoint-altered",
    "checkpoint 2 of the history",
    (pack) => pack.history((notes) => notes.with(1, (notes[1] ?? "").replace("\n500\n", "\n499\n"))),
  ],
  [
    "a checkpoint that is none",
    "checkpoint-malformed",
    "checkpoint 2 of the history",
    (pack) => pack.history((notes) => notes.with(1, (notes[1] ?? "").replace("\n500\n", "\n0500\n"))),
  ],
  [
    "a checkpoint of another log",
    "foreign-checkpoint",
    "checkpoint 1 of the history",
    async (pack) => {
      const [first = ""] = (await entriesIn(folders.foreign, "checkpoints")).map(String);
      await pack.history((notes) => notes.with(0, first));
    },
  ],
  [
    "an older checkpoint given out as the newest",
    "checkpoint-replayed",
    "checkpoint of size 500",
    async (pack) => pack.edit("checkpoint", () => Buffer.from(sample.log.notes[1]?.note ?? "")),
  ],
  [
    "a checkpoint that comes again",
    "checkpoint-replayed",
    "checkpoint of size 300",
    (pack) => pack.history((notes) => [...notes, notes[0] ?? ""]),
  ],
  [
    "a clock that went back",
    "clock-regressed",
    "checkpoint of size 540",
    async (pack) => pack.history((notes) => notes.with(2, resigned(AT - 60_000))),
  ],
  [
    "two checkpoints of one size that the key signed over two trees",
    "fork",
    "checkpoint of size 540",
    (pack) => pack.history((notes) => [...notes, resigned(AT + 90_000, Buffer.alloc(32, 7))]),
  ],
];

function flipped(bytes: Buffer): Buffer {
  bytes[3 * HASH] = (bytes[3 * HASH] ?? 0) ^ 1;
  bytes[5] = (bytes[5] ?? 0) ^ 1;
  return bytes;
}

/** A log of four entries whose own key signed one that is not canonical, one of an id and a time that cannot be, one misplaced. */
async function signedWrong(): Promise<{ readonly verdict: Verdict }> {
  const entry = (seq: number, id: number, at: number, space = ""): Buffer =>
    Buffer.from(`{"at":${at},${space}"id":"id-${id}","origin":"${ORIGIN}","sealedHash":"","seq":${seq}}`);
  const entries = [entry(1, 1, AT), entry(2, 2, AT, " "), entry(3, 1, AT + 60_000), entry(9, 4, AT)];
  const tree = new GrowingTree();
  for (const one of entries) tree.add(hashOfLeaf(one));
  const note = createCheckpointSigner(ORIGIN, sample.key).sign({ size: 4, root: tree.root() }, AT);
  const files = new Map<string, Uint8Array>([
    ["0/000.p/4", Buffer.concat(entries.map(hashOfLeaf))],
    ["entries/000.p/4", Buffer.concat(entries.map(prefixed))],
  ]);
  const source = {
    newest: async () => note,
    key: async () => null,
    read: async (path: string) => files.get(path) ?? null,
    history: async function* () {
      yield note;
    },
  };
  const options = { key: parseVerifierKey(sample.vkey), entries: true, sealed: false };
  return { verdict: await verifyLog(source, options) };
}

describe("tampering with an exported pack", () => {
  it("AUD-72 F177 is not seen where there was none", async () => {
    const verdict = await verdictOn(async () => undefined);
    expect([verdict.findings, verdict.size]).toEqual([[], 540]);
  });

  it.each(CASES)("AUD-72 F177 is caught and named: %s", async (_title, name, place, change) => {
    const { findings } = await verdictOn(change);
    expect(findings).toContainEqual({ class: name, place });
  });

  it("AUD-72 F177 is caught and named: a history that was written anew and signed, by the checkpoint one kept", async () => {
    const since = sample.log.notes[1]?.note ?? "";
    const { counts } = await verdictOn(async () => undefined, { from: folders.forked, since });
    expect(counts).toEqual({ fork: 1 });
  });

  it("AUD-72 F177 is caught and named: a log that was rolled back, by the checkpoint one kept", async () => {
    const since = sample.log.notes[2]?.note ?? "";
    const { findings } = await verdictOn(async () => undefined, { from: folders.early, since });
    expect(findings).toEqual([{ class: "rolled-back", place: "checkpoint of size 500, once 540" }]);
  });

  it("AUD-72 F177 is caught and named: another key, by the one the operator gave", async () => {
    const other = await sampleLog([3], { key: memoryRecordKey() });
    const { counts } = await verdictOn(async () => undefined, { key: parseVerifierKey(other.vkey) });
    expect(Object.keys(counts)).toEqual(["swapped-key"]);
  });

  it("AUD-72 F177 is caught and named: what the log itself signed and should not have", async () => {
    const { verdict } = await signedWrong();
    expect(verdict.findings).toEqual([
      { class: "entry-malformed", place: "entry 1" },
      { class: "entry-misplaced", place: "entry 3" },
      { class: "entry-time", place: "entry 2" },
      { class: "entry-duplicated", place: "entry 2" },
    ]);
  });

  it("AUD-73 names one entry alone where one was edited", async () => {
    const { findings } = await verdictOn((pack) =>
      pack.entries(1, 256, (all) => all.with(3, edited(all[3]))),
    );
    expect(findings).toEqual([{ class: "entry-altered", place: "entry 259" }]);
  });

  it("AUD-73 says nothing of sealed parts that were destroyed", async () => {
    const { findings, sealedParts } = await verdictOn((pack) =>
      pack.sealed(0, 256, (all) => all.with(7, Buffer.alloc(0)).with(9, Buffer.alloc(0))),
    );
    expect([findings, sealedParts]).toEqual([[], 538]);
  });
});
