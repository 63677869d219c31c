import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateHospital } from "../../demo/hospital.ts";
import { billingCsv } from "../../demo/samples/billing-csv.ts";
import { ndjsonLines } from "../../demo/samples/ndjson.ts";
import { createLabelBook } from "../catalogue/label-book.ts";
import { minimizeCsv } from "../projection/files/csv.ts";
import { minimizeNdjson } from "../projection/files/ndjson.ts";
import { Tally } from "../projection/files/tally.ts";
import { surveyOf } from "../catalogue/survey.ts";
import { parseJsonObject } from "../kernel/json.ts";
import { fileOptions } from "./minimize-options.ts";
import { labelInBlocks, minimizeInBlocks } from "./minimize-parallel.ts";
import { scopeOf } from "./minimize-scope.ts";
import { startThreads } from "./minimize-threads.ts";
import type { Tasks } from "./minimize-threads.ts";

const BIN = resolve(import.meta.dirname, "../../bin/modicum.mjs");
const asked = { role: "biller", purpose: "HPAYMT", act: "use" } as const;
const hospital = generateHospital({ seed: "threads", size: "practice", now: Date.UTC(2026, 4, 4) });

async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000);
}

async function inThreads(output: AsyncIterable<Uint8Array>, tally: Tally, threads: Tasks) {
  try {
    return await outcomeOf(output, tally);
  } finally {
    await threads.close();
  }
}

async function outcomeOf(output: AsyncIterable<Uint8Array>, tally: Tally) {
  const parts: Uint8Array[] = [];
  for await (const part of output) parts.push(part);
  return { text: Buffer.concat(parts).toString("utf8"), summary: tally.summary() };
}

describe("minimize in two threads", () => {
  test("F169 NDJSON comes out as it does when one thread reads it as objects, labels by reference included", async () => {
    const scoped = await scopeOf(asked);
    const lines = [...ndjsonLines(hospital, ["Claim", "Encounter", "Patient", "Condition", "Location"])];
    const text = [...lines, "{\n", ...lines.slice(0, 50)].join("");
    const labels = createLabelBook(scoped.policy.segments);
    for (const line of lines) labels.addSurvey(surveyOf(parseJsonObject(Buffer.from(line))));
    const { bytes: _, ...asObjects } = fileOptions(scoped, "ndjson", true, labels);
    const wanted = new Tally();
    const reference = await outcomeOf(minimizeNdjson(chunksOf(text), asObjects, wanted), wanted);

    const threads = startThreads(2, { options: asked, known: scoped.known, format: "ndjson" });
    const cut = { quotes: false, blockBytes: 40_000 };
    await labelInBlocks(() => chunksOf(text), cut, threads);
    const tally = new Tally();
    const output = minimizeInBlocks(chunksOf(text), cut, threads, asObjects, tally);
    const seen = await inThreads(output, tally, threads);
    expect(seen).toEqual(reference);
    expect(seen.summary.bad).toHaveLength(1);
    expect(seen.summary.recordsOut).toBeGreaterThan(100);
  });

  test("F169 CSV comes out as it does when one thread reads it row by row", async () => {
    const scoped = await scopeOf(asked);
    const text = `${billingCsv(hospital)}too,few\r\n${billingCsv(hospital)}`;
    const { kernel: _, ...byRows } = fileOptions(
      scoped,
      "csv",
      true,
      createLabelBook(scoped.policy.segments),
    );
    const wanted = new Tally();
    const reference = await outcomeOf(minimizeCsv(chunksOf(text), byRows, wanted), wanted);

    const threads = startThreads(1, { options: asked, known: scoped.known, format: "csv" });
    const tally = new Tally();
    const cut = { quotes: true, blockBytes: 30_000 };
    const output = minimizeInBlocks(chunksOf(text), cut, threads, byRows, tally);
    const seen = await inThreads(output, tally, threads);
    expect(seen).toEqual(reference);
    expect(seen.summary.recordsOut).toBeGreaterThan(100);
  });
});

describe("an interrupted run", () => {
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "modicum-interrupted-"));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  test("F169 leaves no file and no part of one, and ends by the signal", async () => {
    const input = createWriteStream(join(dir, "in.csv"));
    input.write("MRN,Last Name\n");
    for (let i = 0; i < 400; i++) input.write("A1,Doe\n".repeat(10_000));
    input.end();
    await once(input, "finish");
    const args = ["minimize", "--role", "biller", "--purpose", "HPAYMT", join(dir, "in.csv")];
    const child = spawn(process.execPath, [BIN, ...args, "-o", join(dir, "out.csv")], { stdio: "ignore" });
    await partIsThere(dir);
    child.kill("SIGINT");
    const [, signal] = (await once(child, "exit")) as [number | null, string | null];
    expect(signal).toBe("SIGINT");
    expect(await readdir(dir)).toEqual(["in.csv"]);
  });
});

async function partIsThere(dir: string): Promise<void> {
  while (!(await readdir(dir)).includes("out.csv.part")) await new Promise((done) => setTimeout(done, 2));
}
