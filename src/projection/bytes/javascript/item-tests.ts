/** Tests such as `[system=…]` that pick an item's owners, evaluated on the bytes of the item: rule T6 of the catalogue. */
import type { TableMemory } from "../table-memory.ts";
import {
  PROBE_COUNT,
  PROBE_STEPS,
  STEP_BELOW,
  STEP_LENGTH,
  STEP_SIZE,
  STEP_VALUES,
  VALUE_CONDITION,
  VALUE_LENGTH,
  VALUE_SIZE,
  VALUE_TEXT,
  VALUES_COUNT,
  VALUES_HAVE_BAR,
  VALUES_LIST,
} from "../table-format.ts";
import { CLOSE_BRACKET, LOWER_N, OPEN_BRACE, OPEN_BRACKET, QUOTE } from "./bytes-of-json.ts";
import { doubt } from "./in-doubt.ts";
import type { JsonBytes } from "./json-bytes.ts";

/** Looks up in items what the tests of a node read. In doubt where a member that is read comes twice. */
export class ItemTests {
  /** Bits of the conditions that held since this was last set to 0. */
  met = 0;
  readonly #json: JsonBytes;
  readonly #tables: TableMemory;

  constructor(json: JsonBytes, tables: TableMemory) {
    this.#json = json;
    this.#tables = tables;
  }

  /** The names that a probe looks for. */
  namesRead(probe: number): readonly Uint8Array[] {
    const tables = this.#tables;
    return Array.from({ length: tables.word(probe + PROBE_COUNT) }, (_, index) => {
      const step = probe + PROBE_STEPS + index * STEP_SIZE;
      return tables.bytes.slice(step, step + tables.word(step + STEP_LENGTH));
    });
  }

  /** Reads the object at `open`; gives its end, or, when all was found and not `toEnd`, where it stopped before. */
  read(probe: number, open: number, depth: number, toEnd: boolean): number {
    const json = this.#json;
    const count = this.#tables.word(probe + PROBE_COUNT);
    const all = 2 ** count - 1;
    let found = 0;
    let at = json.firstMember(open, depth);
    while (json.bytes[at] === QUOTE) {
      const nameEnd = json.canonicalStringEnd(at);
      const value = json.memberValue(nameEnd);
      const index = this.#stepNamed(probe, count, at + 1, nameEnd - 1);
      let end: number;
      if (index < 0) end = json.valueEnd(value, depth);
      else {
        if ((found & (1 << index)) !== 0) doubt();
        found |= 1 << index;
        end = this.#value(probe + PROBE_STEPS + index * STEP_SIZE, value, depth);
      }
      if (found === all && !toEnd) return end;
      at = json.nextMember(end);
    }
    return at + 1;
  }

  #stepNamed(probe: number, count: number, from: number, until: number): number {
    for (let index = 0; index < count; index++) {
      const step = probe + PROBE_STEPS + index * STEP_SIZE;
      if (this.#tables.word(step + STEP_LENGTH) === until - from && this.#isAt(step, from, until))
        return index;
    }
    return -1;
  }

  /** Through every list on the way. */
  #value(step: number, from: number, depth: number): number {
    const json = this.#json;
    const first = json.bytes[from];
    if (first === OPEN_BRACE) return this.#object(step, from, depth);
    if (first !== OPEN_BRACKET) return this.#primitive(step, from, first === QUOTE);
    let at = json.firstItem(from, depth + 1);
    while (json.bytes[at] !== CLOSE_BRACKET) at = json.nextItem(this.#value(step, at, depth + 1));
    return at + 1;
  }

  #object(step: number, from: number, depth: number): number {
    const values = this.#tables.word(step + STEP_VALUES);
    // A Coding is compared as `system|code`, in any order of the two.
    if (values !== 0 && this.#tables.word(values + VALUES_HAVE_BAR) !== 0) doubt();
    const below = this.#tables.word(step + STEP_BELOW);
    return below === 0 ? this.#json.valueEnd(from, depth) : this.read(below, from, depth + 1, true);
  }

  #primitive(step: number, from: number, isText: boolean): number {
    const values = this.#tables.word(step + STEP_VALUES);
    if (!isText) {
      const end = this.#json.scalarEnd(from);
      if (values !== 0 && this.#json.bytes[from] !== LOWER_N) this.#compare(values, from, end);
      return end;
    }
    if (values === 0) return this.#json.stringEnd(from);
    const end = this.#json.plainStringEnd(from);
    this.#compare(values, from + 1, end - 1);
    return end;
  }

  #compare(values: number, from: number, until: number): void {
    const tables = this.#tables;
    const end = values + VALUES_LIST + tables.word(values + VALUES_COUNT) * VALUE_SIZE;
    for (let at = values + VALUES_LIST; at < end; at += VALUE_SIZE) {
      if (tables.word(at + VALUE_LENGTH) !== until - from) continue;
      if (this.#isAt(tables.word(at + VALUE_TEXT), from, until))
        this.met |= tables.word(at + VALUE_CONDITION);
    }
  }

  #isAt(place: number, from: number, until: number): boolean {
    const { bytes } = this.#json;
    const names = this.#tables.bytes;
    for (let i = from; i < until; i++) if (bytes[i] !== names[place + i - from]) return false;
    return true;
  }
}
