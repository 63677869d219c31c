import { compiledKernel } from "../kernel/wasm-kernel.ts";
import { javascriptCsvKernel } from "../projection/files/csv-kernel/javascript-kernel.ts";
import type { CsvKernel } from "../projection/files/csv-kernel/types.ts";
import { wasmCsvKernel } from "../projection/files/csv-kernel/wasm-kernel.ts";

/** A CSV kernel with memory of its own: compiled, or in JavaScript where it was not compiled or cannot run. */
export function openCsvKernel(): CsvKernel {
  const module = compiledKernel("csv");
  return (module === null ? null : wasmCsvKernel(module)) ?? javascriptCsvKernel();
}
