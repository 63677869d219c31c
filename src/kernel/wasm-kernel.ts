/** Kernels compiled to WebAssembly from wasm/, by the build. */
import { readFileSync } from "node:fs";

const FOLDER = new URL("../../wasm/dist/", import.meta.url);

/** The compiled module of a kernel; null where it was not built. */
export function compiledKernel(name: string): Uint8Array | null {
  try {
    return readFileSync(new URL(`${name}.wasm`, FOLDER));
  } catch {
    return null;
  }
}
