import fc from "fast-check";
import { expect, test } from "vitest";
import { byReference, madeUpOptions } from "../projection/files/testing/compare-csv.ts";
import { Dice, oddCsv } from "../projection/files/testing/odd-csv.ts";
import type { CsvOptions } from "../projection/files/csv.ts";
import { Tally } from "../projection/files/tally.ts";
import { recordBlocks } from "./minimize-blocks.ts";
import { minimizeInBlocks } from "./minimize-parallel.ts";
import { BlockMinimizer } from "./minimize-tasks.ts";
import type { Tasks } from "./minimize-threads.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 500);

async function* chunksOf(file: Uint8Array, bytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += bytes) yield file.subarray(at, at + bytes);
}

/** Three that work as threads do, in this one. */
function csvTasks(options: CsvOptions): Tasks {
  const minimizers = [1, 2, 3].map(() => new BlockMinimizer(options, "csv"));
  let next = 0;
  return {
    width: minimizers.length,
    run: (task) => {
      const minimizer = minimizers[next++ % minimizers.length];
      if (task.kind !== "minimize" || minimizer === undefined) throw new TypeError(task.kind);
      return minimizer.minimize(task.block, task);
    },
    tellAll: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

test("F169 a CSV file in blocks comes out as it does whole: bytes, counts, refusals and their lines", async () => {
  let blocks = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const dice = new Dice(seed);
      const file = oddCsv(dice);
      const options = madeUpOptions(dice);
      const wanted = await byReference(file, options);
      const cut = {
        quotes: true,
        blockBytes: dice.one([1, 30, 100]),
        ...(options.maxRecordBytes === undefined ? {} : { maxRecordBytes: options.maxRecordBytes }),
      };
      const tally = new Tally();
      const parts: Uint8Array[] = [];
      let problem: string | null = null;
      try {
        const input = chunksOf(file, dice.one([1, 9, 1000]));
        for await (const part of minimizeInBlocks(input, cut, csvTasks(options), options, tally)) {
          parts.push(part);
          blocks++;
        }
      } catch (error) {
        problem = String(error);
      }
      expect(problem).toBe(wanted.problem);
      if (problem !== null) return;
      const { bytesOut: _, ...summary } = tally.summary();
      expect({ text: Buffer.concat(parts).toString("utf8"), summary }).toEqual({
        text: wanted.text,
        summary: wanted.summary,
      });
    }),
    { numRuns: RUNS },
  );
  expect(blocks).toBeGreaterThan(RUNS);
}, 3_600_000);

test("F169 blocks of NDJSON end with a line, and a line too long is cut to what shows that it is", async () => {
  const file = Buffer.from(`{"a":1}\n\n${"x".repeat(500)}\n{"b":2}\n{"c":3}`);
  for (const bytes of [1, 7, 64, 1000]) {
    const blocks: string[] = [];
    const cut = { quotes: false, blockBytes: 10, maxRecordBytes: 20 };
    for await (const block of recordBlocks(chunksOf(file, bytes), cut))
      blocks.push(Buffer.from(block).toString());
    expect(blocks.join("")).toBe(`{"a":1}\n\n${"x".repeat(21)}\n{"b":2}\n{"c":3}`);
    for (const block of blocks.slice(0, -1)) expect(block.at(-1)).toBe("\n");
  }
});
