import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { createCheckpointSigner } from "../tree/checkpoint.ts";
import { consistencyProof, proofReader } from "../tree/proofs.ts";
import { parseNote, parseVerifierKey, timeSignedBy } from "../verify/notes.ts";
import { ORIGIN, type SampleLog, sampleLog } from "../verify/testing/sample-log.ts";
import { openWitnessKey } from "./key.ts";
import { openWitnessState } from "./state.ts";
import { createWitness, type Witnessing } from "./witness.ts";

const NOW = Date.UTC(2026, 4, 4, 12);

let folder: string;
let sample: SampleLog;
let witness: Witnessing;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "modicum-witness-"));
  sample = await sampleLog([3, 4, 300]);
  witness = await openWitness();
});
afterEach(() => rm(folder, { recursive: true }));

async function openWitness(): Promise<Witnessing> {
  const key = await openWitnessKey(folder, "witness.example.org");
  return createWitness([parseVerifierKey(sample.vkey)], key, await openWitnessState(folder), fixedClock(NOW));
}

const noteOf = (size: number): string => sample.log.notes.find((one) => one.size === size)?.note ?? "";

async function requestOf(old: number, size: number, note = noteOf(size)): Promise<string> {
  const path = await consistencyProof(proofReader(sample.log, size), old);
  const lines = path.map((hash) => `${Buffer.from(hash).toString("base64")}\n`).join("");
  return `old ${old}\n${lines}\n${note}`;
}

const signed = (size: number, root: Uint8Array, key = sample.key, origin = ORIGIN): string =>
  createCheckpointSigner(origin, key).sign({ size, root }, NOW);

describe("a witness", () => {
  it("AUD-76 F178 cosigns a checkpoint under its own key, at its own time", async () => {
    const { status, body } = await witness(await requestOf(0, 7));
    const cosigned = parseNote(`${noteOf(7)}${body}`);
    const key = parseVerifierKey((await openWitnessKey(folder, "witness.example.org")).verifierKey);
    expect(status).toBe(200);
    expect(cosigned === null ? null : timeSignedBy(cosigned, key)).toBe(NOW);
  });

  it("AUD-76 F178 goes on from the last one that it cosigned, and cosigns the same again", async () => {
    const statuses: number[] = [];
    for (const [old, size] of [
      [0, 3],
      [3, 7],
      [7, 307],
      [307, 307],
    ] as const)
      statuses.push((await witness(await requestOf(old, size))).status);
    expect(statuses).toEqual([200, 200, 200, 200]);
  });

  it("AUD-76 F178 refuses a forked history, of the same size and of a larger one", async () => {
    await witness(await requestOf(0, 7));
    const same = await witness(`old 7\n\n${signed(7, Buffer.alloc(32, 1))}`);
    const forked = await sampleLog([3, 4, 300], { key: sample.key, salt: "b" });
    const note = forked.log.notes[2]?.note ?? "";
    const path = await consistencyProof(proofReader(forked.log, 307), 7);
    const proof = path.map((hash) => `${Buffer.from(hash).toString("base64")}\n`).join("");
    const larger = await witness(`old 7\n${proof}\n${note}`);
    expect([same.status, larger.status]).toEqual([409, 422]);
  });

  it("AUD-76 F178 refuses a log that was rolled back, and says what it holds", async () => {
    await witness(await requestOf(0, 307));
    const answer = await witness(await requestOf(3, 7));
    expect(answer).toEqual({ status: 409, body: "307\n", type: "text/x.tlog.size" });
  });

  it.each([
    ["another log's", 404, () => signed(7, Buffer.alloc(32), sample.key, "modicum/other.example.org")],
    ["one that another key signed", 403, () => signed(7, Buffer.alloc(32), memoryRecordKey())],
    ["one smaller than it says it was", 400, () => signed(1, Buffer.alloc(32))],
    ["none", 400, () => "none"],
  ])("AUD-76 F178 cosigns no checkpoint that is %s", async (_title, status, note) => {
    expect((await witness(`old 2\n\n${note()}`)).status).toBe(status);
  });

  it("AUD-77 F178 remembers through a restart, and does so before it answers", async () => {
    await witness(await requestOf(0, 7));
    witness = await openWitness();
    expect((await witness(await requestOf(0, 307))).status).toBe(409);
    expect((await witness(await requestOf(7, 307))).status).toBe(200);
  });

  it("AUD-77 F178 cosigns one of two checkpoints that come at once for the same size before", async () => {
    const other = signed(7, Buffer.alloc(32, 1));
    const answers = await Promise.all([witness(await requestOf(0, 7)), witness(`old 0\n\n${other}`)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 409]);
  });

  it("AUD-77 F178 cosigns nothing while what it remembers cannot be read", async () => {
    await witness(await requestOf(0, 7));
    const [file = ""] = await readdir(join(folder, "cosigned"));
    await writeFile(join(folder, "cosigned", file), "torn");
    await expect(witness(await requestOf(7, 307))).rejects.toMatchObject({ code: "internal" });
  });
});
