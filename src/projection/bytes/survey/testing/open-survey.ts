/** The survey of the compiled kernel by itself, for tests. */
import { isUtf8 } from "node:buffer";
import { existsSync, readFileSync } from "node:fs";
import type { ByteScanner } from "../../types.ts";
import type { SurveyKernel } from "../kernel.ts";
import { createWasmSurvey } from "../wasm-survey.ts";

const MODULE = new URL("../../../../../wasm/dist/fhir.wasm", import.meta.url);
const PAGE = 65_536;
const PADDING = 128;

export const kernelAbsent = !existsSync(MODULE);

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** The part of the WebAssembly API that is used here; without the types of a browser there are none. */
interface WebAssemblyHere {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => {
    readonly exports: SurveyKernel & { readonly memory: Memory };
  };
}

/** A kernel of its own, which puts every text where the one before it stood: behind the memory it began with. */
export function openSurvey(): ByteScanner["survey"] {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyHere };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(MODULE)));
  const place = exports.memory.buffer.byteLength;
  return createWasmSurvey(exports, (text) => {
    if (!isUtf8(text)) return null;
    put(text, place, exports.memory);
    return place;
  });
}

function put(text: Uint8Array, place: number, memory: Memory): void {
  const missing = place + text.length + PADDING - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  const room = new Uint8Array(memory.buffer, place, text.length + PADDING);
  room.set(text);
  room.fill(0, text.length);
}
