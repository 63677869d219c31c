/** Members without members of their own: what primitive.ts does with objects. */
import { RELEASE_LINK, TRANSFORM, WITHHOLD } from "../rules.ts";
import type { Action } from "../rules.ts";
import { CLOSE_BRACKET, COMMA, HASH, LOWER_N, OPEN_BRACE, OPEN_BRACKET, QUOTE } from "./bytes-of-json.ts";
import { doubt } from "./in-doubt.ts";
import type { JsonBytes } from "./json-bytes.ts";
import type { Output } from "./output.ts";

/** What became of a member: `misshapen` is what no element covers (PRJ-04). */
export type Fate = "shown" | "withheld" | "misshapen";

/** Copies single values and lists of them, or passes over. Methods give where the value ends. */
export class Primitives {
  fate: Fate = "withheld";
  readonly #json: JsonBytes;
  readonly #out: Output;

  constructor(json: JsonBytes, out: Output) {
    this.#json = json;
    this.#out = out;
  }

  /** One value, whose member's name is at [name, nameEnd). */
  value(name: number, nameEnd: number, at: number, depth: number, action: Action, isFirst: boolean): number {
    const json = this.#json;
    const first = json.bytes[at];
    if (first === OPEN_BRACE || first === OPEN_BRACKET) {
      this.fate = "misshapen";
      return json.valueEnd(at, depth);
    }
    if (action === WITHHOLD) {
      this.fate = "withheld";
      return first === QUOTE ? json.stringEnd(at) : json.scalarEnd(at);
    }
    if (action === TRANSFORM) doubt();
    const end = first === QUOTE ? json.canonicalStringEnd(at) : json.scalarEnd(at);
    if (action === RELEASE_LINK && this.#isContained(at)) {
      this.fate = "withheld";
      return end;
    }
    this.#out.name(name, nameEnd, isFirst);
    this.#out.copy(at, end);
    this.fate = "shown";
    return end;
  }

  /** A list of values: all of it comes out or nothing. In doubt of null, which keeps its place only beside `_x` (PRJ-06). */
  list(name: number, nameEnd: number, open: number, depth: number, action: Action, isFirst: boolean): number {
    const json = this.#json;
    if (json.bytes[open] !== OPEN_BRACKET) {
      this.fate = "misshapen";
      return json.valueEnd(open, depth);
    }
    const mark = this.#out.length;
    this.#out.name(name, nameEnd, isFirst);
    const end = this.#items(open, depth + 1, action);
    if (this.fate !== "shown") this.#out.backTo(mark);
    return end;
  }

  #items(open: number, depth: number, action: Action): number {
    const json = this.#json;
    const out = this.#out;
    out.copy(open, open + 1);
    this.fate = action === WITHHOLD ? "withheld" : "shown";
    let hasNull = false;
    let at = json.firstItem(open, depth);
    for (let isFirst = true; json.bytes[at] !== CLOSE_BRACKET; isFirst = false) {
      const byte = json.bytes[at];
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.fate = "misshapen";
      const end =
        byte === QUOTE && this.fate === "shown" ? json.canonicalStringEnd(at) : json.valueEnd(at, depth);
      hasNull ||= byte === LOWER_N;
      if (action === RELEASE_LINK && this.fate === "shown" && this.#isContained(at)) this.fate = "withheld";
      if (this.fate === "shown") {
        if (!isFirst) out.write(COMMA);
        out.copy(at, end);
      }
      at = json.nextItem(end);
    }
    if (this.fate === "shown" && (hasNull || action === TRANSFORM)) doubt();
    out.write(CLOSE_BRACKET);
    return at + 1;
  }

  /** PRJ-08: a link to a contained resource. */
  #isContained(at: number): boolean {
    const { bytes } = this.#json;
    return bytes[at] === QUOTE && bytes[at + 1] === HASH;
  }
}
