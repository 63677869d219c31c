/** The survey of records by the kernel in wasm/fhir. */
import type { Survey } from "../../../catalogue/survey.ts";
import type { ByteScanner } from "../types.ts";
import { ByteSurvey } from "./byte-survey.ts";
import type { SurveyKernel } from "./kernel.ts";
import { withText } from "./kernel.ts";
import { createLabelSieve } from "./label-sieve.ts";
import { surveyNames } from "./names.ts";

/**
 * Gives a kernel the names of R4 and a scanner's `survey`. `placeOf` puts a text into the kernel's memory, with at least
 * 64 zero bytes behind it, and says where it begins; null where it is no UTF-8 or too long.
 */
export function createWasmSurvey(
  kernel: SurveyKernel,
  placeOf: (text: Uint8Array) => number | null,
): ByteScanner["survey"] {
  loadNames(kernel);
  const sieve = createLabelSieve(kernel);
  let words = new Int32Array(0);
  let last: Uint8Array | null = null;
  let bytes: Buffer = Buffer.alloc(0);
  return (text, segments, span): Survey | null => {
    const place = placeOf(text);
    if (place === null) return null;
    sieve.use(segments);
    const count = kernel.survey(place, place + (span?.from ?? 0), place + (span?.until ?? text.length));
    if (count === 0) return null;
    if (words.buffer !== kernel.memory.buffer)
      words = new Int32Array(kernel.memory.buffer, kernel.mentionsAt());
    // A view for each text, not for each record: making one takes as long as reading a record.
    if (text !== last) bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
    last = text;
    return new ByteSurvey(bytes, words, count);
  };
}

function loadNames(kernel: SurveyKernel): void {
  const { names, rules } = surveyNames();
  for (const { name, action } of names)
    withText(kernel, name, (from, until) => kernel.watchName(from, until, action));
  for (const { role, action, below } of rules) kernel.setRole(role, action, below);
}
