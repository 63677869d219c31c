/** Where the resources of a Bundle stand: its frame alone is looked at, and all of it is well-formed. */
import type { BundleEntrySpan, BundleSpans } from "../types.ts";
import { CLOSE_BRACKET, OPEN_BRACE, OPEN_BRACKET, QUOTE } from "./bytes-of-json.ts";
import { doubt } from "./in-doubt.ts";
import type { JsonBytes } from "./json-bytes.ts";
import { NamesSeen } from "./member-names.ts";
import { isNameAt } from "./named-member.ts";

/** Reads the value that begins at `at`; gives where it ends. */
type Read = (at: number) => number;
/** What to do at some members of an object; of none comes the same name twice. */
type Readers = readonly (readonly [name: Uint8Array, read: Read])[];

const NAMES = {
  resourceType: bytesOf("resourceType"),
  type: bytesOf("type"),
  entry: bytesOf("entry"),
  link: bytesOf("link"),
  resource: bytesOf("resource"),
  search: bytesOf("search"),
  mode: bytesOf("mode"),
  relation: bytesOf("relation"),
  url: bytesOf("url"),
};
/** Of a Bundle itself, of the items of its lists, and of what stands in those. */
const BUNDLE = 1;
const ITEM = 3;
const IN_ITEM = 4;

/** Reads the frames of Bundles. In doubt of anything that is not as FHIR R4 has it. */
export class BundleFrame {
  readonly #json: JsonBytes;
  readonly #seen = new NamesSeen();

  constructor(json: JsonBytes) {
    this.#json = json;
  }

  /** The Bundle that opens here; `end` is behind it. */
  read(open: number): { readonly end: number; readonly spans: BundleSpans } {
    this.#seen.begin();
    const entries: BundleEntrySpan[] = [];
    const links: { relation: string; url: string }[] = [];
    let type: string | null = null;
    let resourceType: string | null = null;
    const end = this.#members(open, BUNDLE, [
      [NAMES.resourceType, this.#textInto((text) => (resourceType = text))],
      [NAMES.type, this.#textInto((text) => (type = text))],
      [NAMES.entry, (at) => this.#items(at, (item) => this.#entry(item, entries))],
      [NAMES.link, (at) => this.#items(at, (item) => this.#link(item, links))],
    ]);
    if (resourceType !== "Bundle") doubt();
    return { end, spans: { type: type ?? doubt(), entries, links } };
  }

  /** One without a resource is left out. */
  #entry(open: number, entries: BundleEntrySpan[]): number {
    let [from, until] = [0, 0];
    let mode: string | null = null;
    const end = this.#members(open, ITEM, [
      [
        NAMES.resource,
        (at) => {
          if (this.#json.bytes[at] !== OPEN_BRACE) doubt();
          from = at;
          until = this.#json.valueEnd(at, ITEM);
          return until;
        },
      ],
      [
        NAMES.search,
        (at) => this.#members(at, IN_ITEM, [[NAMES.mode, this.#textInto((text) => (mode = text))]]),
      ],
    ]);
    if (until > 0) entries.push({ from, until, mode });
    return end;
  }

  #link(open: number, links: { relation: string; url: string }[]): number {
    let relation: string | null = null;
    let url: string | null = null;
    const end = this.#members(open, ITEM, [
      [NAMES.relation, this.#textInto((text) => (relation = text))],
      [NAMES.url, this.#textInto((text) => (url = text))],
    ]);
    links.push({ relation: relation ?? doubt(), url: url ?? doubt() });
    return end;
  }

  #members(open: number, depth: number, readers: Readers): number {
    const json = this.#json;
    if (json.bytes[open] !== OPEN_BRACE) doubt();
    this.#seen.enter(depth);
    let at = json.firstMember(open, depth);
    while (json.bytes[at] === QUOTE) {
      const nameEnd = json.canonicalStringEnd(at);
      this.#seen.addStranger(json, at + 1, nameEnd - 1, depth);
      const value = json.memberValue(nameEnd);
      const reader = readers.find(([name]) => isNameAt(json, name, at, nameEnd));
      at = json.nextMember(reader === undefined ? json.valueEnd(value, depth) : reader[1](value));
    }
    this.#seen.leave(depth);
    return at + 1;
  }

  #items(open: number, read: Read): number {
    const json = this.#json;
    if (json.bytes[open] !== OPEN_BRACKET) doubt();
    let at = json.firstItem(open, BUNDLE + 1);
    while (json.bytes[at] !== CLOSE_BRACKET) at = json.nextItem(read(at));
    return at + 1;
  }

  /** In doubt of what is no text, and of one with escapes. */
  #textInto(take: (text: string) => void): Read {
    const json = this.#json;
    return (at) => {
      if (json.bytes[at] !== QUOTE) doubt();
      const end = json.plainStringEnd(at);
      take(json.text(at + 1, end - 1));
      return end;
    };
  }
}

function bytesOf(name: string): Uint8Array {
  return Uint8Array.from(Buffer.from(name));
}
