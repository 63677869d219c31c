/** The survey of records in plain JavaScript; it finds what wasm/fhir/survey.ts finds, and doubts what that doubts. */
import type { Survey } from "../../../catalogue/survey.ts";
import { OPEN_BRACE } from "../javascript/bytes-of-json.ts";
import { doubt, IN_DOUBT } from "../javascript/in-doubt.ts";
import { JsonBytes } from "../javascript/json-bytes.ts";
import type { ByteScanner } from "../types.ts";
import { ByteSurvey } from "./byte-survey.ts";
import { WORDS } from "./mentions.ts";
import { SurveyWalk } from "./survey-walk.ts";

/** A scanner's `survey` without a kernel. Every coding is a mention, whatever the segments label. */
export function createJavascriptSurvey(): ByteScanner["survey"] {
  const json = new JsonBytes();
  const walk = new SurveyWalk(json);
  return (text, _, span) => {
    const part = span === undefined ? text : text.subarray(span.from, span.until);
    return unlessInDoubt(() => survey(part, json, walk));
  };
}

function survey(text: Uint8Array, json: JsonBytes, walk: SurveyWalk): Survey {
  const open = json.load(text);
  if (json.bytes[open] !== OPEN_BRACE) doubt();
  const { end, words } = walk.record(open);
  if (json.token(end) !== text.length) doubt();
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  return new ByteSurvey(bytes, words, words.length / WORDS);
}

function unlessInDoubt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error === IN_DOUBT) return null;
    throw error;
  }
}
