import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { testCatalogue, wholeView } from "../../testing/catalogue.ts";
import { optionsFor } from "../../testing/files.ts";
import { byKernel, byReference, madeUpOptions, written } from "../testing/compare-csv.ts";
import { Dice, oddCsv, oddRowsAfter } from "../testing/odd-csv.ts";
import { javascriptCsvKernel } from "./javascript-kernel.ts";
import type { CsvKernel } from "./types.ts";
import { wasmCsvKernel } from "./wasm-kernel.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 1_000);
const KERNEL = new URL("../../../../wasm/dist/csv.wasm", import.meta.url);

const catalogue = testCatalogue();
const kernels: readonly CsvKernel[] = [javascriptCsvKernel(), wasmKernel()];

function wasmKernel(): CsvKernel {
  const kernel = wasmCsvKernel(readFileSync(KERNEL));
  if (kernel === null) throw new Error("run `npm run build:wasm`");
  return kernel;
}

test.each(kernels)(
  "F169 PRJ-120 what the $kind kernel makes of a file is what the reference makes of it row by row",
  async (kernel) => {
    const before = written.rows;
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const dice = new Dice(seed);
        const file = oddCsv(dice);
        const options = madeUpOptions(dice);
        const wanted = await byReference(file, options);
        const buffer = dice.one([16, 64, 100, 300, kernel.input.length]);
        const chunk = dice.one([1, 7, 64, 1 << 20]);
        expect(await byKernel(kernel, file, options, { buffer, chunk })).toEqual(wanted);
      }),
      { numRuns: RUNS },
    );
    // Else nothing but the reference would have been compared with itself.
    expect((written.rows - before) / RUNS).toBeGreaterThan(kernel.kind === "wasm" ? 0.8 : 0.08);
  },
  3_600_000,
);

test.each(kernels)(
  "F169 PRJ-120 the $kind kernel is right wherever in a block of 64 bytes something odd stands",
  async (kernel) => {
    for (let bytes = 0; bytes < 64; bytes++) {
      const file = oddRowsAfter(bytes);
      const everything = optionsFor(catalogue, wholeView(catalogue), {
        discerns: { patients: false, segments: [] },
        skipBad: true,
      });
      expect(await byKernel(kernel, file, everything)).toEqual(await byReference(file, everything));
    }
  },
  60_000,
);
