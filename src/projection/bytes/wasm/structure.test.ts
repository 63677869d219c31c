import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compiledKernel } from "../../../kernel/wasm-kernel.ts";
import { instantiated } from "./kernel.ts";

const TEXT = 65_536;
const PADDING = 0x22;

/** What the index of a text is, read byte by byte. */
function structureOf(text: Uint8Array): number[] {
  const places: number[] = [];
  let inString = false;
  let isEscaped = false;
  for (const [at, byte] of text.entries()) {
    const isQuote = byte === 0x22 && !isEscaped;
    if (isQuote) inString = !inString;
    if (isQuote || (!inString && "{}[]:,".includes(String.fromCharCode(byte)))) places.push(at);
    isEscaped = byte === 0x5c && !isEscaped;
  }
  return places;
}

test("F169 PRJ-94 the index of a text has its structural characters and unescaped quotes, across all blocks", () => {
  const kernel = instantiated(compiledKernel("fhir") ?? new Uint8Array());
  if (kernel === null) throw new Error("the kernel is not built");
  const origin = kernel.heapAt();
  kernel.memory.grow(32);
  const memory = new Uint8Array(kernel.memory.buffer);
  const pieces = fc.array(
    fc.constantFrom('"', "\\", "{", "}", "[", "]", ":", ",", "a", "é", "\u0001", '\\"', "0123456789abcdef"),
    {
      maxLength: 160,
    },
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = Buffer.from(parts.join(""));
      memory.fill(PADDING, origin, origin + text.length + 128);
      memory.set(text, origin);
      const count = kernel.structure(origin, origin + text.length, origin + TEXT);
      const found = [...new Uint32Array(kernel.memory.buffer, origin + TEXT, count)].map((at) => at - origin);
      expect(found).toEqual(structureOf(text));
    }),
    { numRuns: 2000 },
  );
});
