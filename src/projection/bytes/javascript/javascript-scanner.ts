/** A scanner in plain JavaScript: where WebAssembly with SIMD is missing, and beside it in tests. */
import { notedName } from "../../walk.ts";
import { createJavascriptSurvey } from "../survey/javascript-survey.ts";
import { CompiledView } from "../view.ts";
import type { BundleSpans, ByteProjected, ByteScanner, Span } from "../types.ts";
import { OPEN_BRACE, QUOTE } from "./bytes-of-json.ts";
import { doubt, IN_DOUBT } from "./in-doubt.ts";
import { JsonBytes } from "./json-bytes.ts";
import { endWithOne, RESOURCE_TYPE, valueNamed } from "./named-member.ts";
import { Projected } from "./projected.ts";
import { BundleFrame } from "./bundle-frame.ts";
import { Walk } from "./walk.ts";

/** Reads views that `byteViews` made; any other view is in doubt. */
export function javascriptScanner(): ByteScanner {
  const json = new JsonBytes();
  const frame = new BundleFrame(json);
  const walks = new WeakMap<object, Walk>();
  const walkOf = (view: CompiledView): Walk => {
    const walk = walks.get(view.tables) ?? new Walk(json, view);
    walks.set(view.tables, walk);
    return walk;
  };
  return {
    kind: "javascript",
    project: (text, view, span) =>
      view instanceof CompiledView
        ? unlessInDoubt(() => project(json, walkOf(view), partOf(text, span), view))
        : null,
    survey: createJavascriptSurvey(),
    split: (text) => unlessInDoubt(() => split(json, frame, text)),
  };
}

function unlessInDoubt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error === IN_DOUBT) return null;
    throw error;
  }
}

function partOf(text: Uint8Array, span: Span | undefined): Uint8Array {
  return span === undefined ? text : text.subarray(span.from, span.until);
}

function project(json: JsonBytes, walk: Walk, text: Uint8Array, view: CompiledView): ByteProjected {
  const open = json.load(text);
  if (json.bytes[open] !== OPEN_BRACE) doubt();
  const value = valueNamed(json, open, 1, RESOURCE_TYPE);
  const isText = value >= 0 && json.bytes[value] === QUOTE;
  const type = isText ? walk.typeAt(value + 1, json.plainStringEnd(value) - 1) : 0;
  if (type === 0) return uncovered(json, open, isText ? value : null, view, text.length);
  const walked = walk.resource(open, type, view);
  end(json, walked.end, text.length);
  return new Projected(walked.json, walk.account, view.tables);
}

/** A resource of a type that no element covers (PRJ-12); `type`: where the text of it begins, null where there is none. */
function uncovered(
  json: JsonBytes,
  open: number,
  type: number | null,
  { tables: { catalogue }, tables }: CompiledView,
  length: number,
): ByteProjected {
  const name = type === null ? "" : json.text(type + 1, json.plainStringEnd(type) - 1);
  end(json, endWithOne(json, open, 1, [RESOURCE_TYPE]), length);
  const path = catalogue.isResourceType(name) ? notedName(name) : "?";
  return new Projected(null, { released: [], withheld: [], unmapped: [path] }, tables);
}

function split(json: JsonBytes, frame: BundleFrame, text: Uint8Array): BundleSpans {
  const read = frame.read(json.load(text));
  end(json, read.end, text.length);
  return read.spans;
}

/** Nothing but white space may follow. */
function end(json: JsonBytes, from: number, length: number): void {
  if (json.token(from) !== length) doubt();
}
