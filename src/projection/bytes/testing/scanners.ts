/** Every scanner there is, over one catalogue. */
import type { Catalogue } from "../../../catalogue/types.ts";
import { compiledKernel } from "../../../kernel/wasm-kernel.ts";
import { javascriptScanner } from "../javascript/javascript-scanner.ts";
import type { ByteScanner, ByteViews } from "../types.ts";
import { byteViews } from "../view.ts";
import { wasmScanner } from "../wasm/wasm-scanner.ts";

export interface TestedScanner {
  readonly name: string;
  readonly scanner: ByteScanner;
  readonly views: ByteViews;
}

/** Each with tables and memory of its own. The kernel is built by `npm test`; without it there is one scanner less. */
export function scannersOf(catalogue: Catalogue): readonly TestedScanner[] {
  const scanners: TestedScanner[] = [
    { name: "javascript", scanner: javascriptScanner(), views: byteViews(catalogue) },
  ];
  const views = byteViews(catalogue);
  const module = compiledKernel("fhir");
  const compiled = module === null ? null : wasmScanner(views, module);
  if (compiled !== null) scanners.push({ name: "wasm", scanner: compiled, views });
  return scanners;
}
