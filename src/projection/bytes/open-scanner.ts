import type { Catalogue } from "../../catalogue/types.ts";
import { compiledKernel } from "../../kernel/wasm-kernel.ts";
import { javascriptScanner } from "./javascript/javascript-scanner.ts";
import type { ByteScanner, ByteViews } from "./types.ts";
import { byteViews } from "./view.ts";
import { wasmScanner } from "./wasm/wasm-scanner.ts";

/** A scanner and the views it reads. */
export interface OpenScanner {
  readonly scanner: ByteScanner;
  readonly views: ByteViews;
}

/** The fastest scanner that runs here, with tables and memory of its own. */
export function openScanner(catalogue: Catalogue): OpenScanner {
  const views = byteViews(catalogue);
  const module = compiledKernel("fhir");
  const compiled = module === null ? null : wasmScanner(views, module);
  return { scanner: compiled ?? javascriptScanner(), views };
}
