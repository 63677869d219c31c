/** One member of an object, looked up ahead of the walk. */
import { QUOTE } from "./bytes-of-json.ts";
import { doubt } from "./in-doubt.ts";
import type { JsonBytes } from "./json-bytes.ts";

const NOWHERE = -1;

export const REFERENCE = Uint8Array.from(Buffer.from("reference"));
export const RESOURCE_TYPE = Uint8Array.from(Buffer.from("resourceType"));

/** Where the value of the first such member begins; -1 where there is none. `depth` is of the object itself. */
export function valueNamed(json: JsonBytes, open: number, depth: number, name: Uint8Array): number {
  let at = json.firstMember(open, depth);
  while (json.bytes[at] === QUOTE) {
    const nameEnd = json.canonicalStringEnd(at);
    const value = json.memberValue(nameEnd);
    if (isNameAt(json, name, at, nameEnd)) return value;
    at = json.nextMember(json.valueEnd(value, depth));
  }
  return NOWHERE;
}

/**
 * Behind an object that is not walked. In doubt where it has one of the members twice: which one counts decided its fate.
 */
export function endWithOne(
  json: JsonBytes,
  open: number,
  depth: number,
  names: readonly Uint8Array[],
): number {
  let at = json.firstMember(open, depth);
  let found = 0;
  while (json.bytes[at] === QUOTE) {
    const nameEnd = json.canonicalStringEnd(at);
    for (let i = 0; i < names.length; i++) {
      if (!isNameAt(json, names[i] as Uint8Array, at, nameEnd)) continue;
      if ((found & (1 << i)) !== 0) doubt();
      found |= 1 << i;
    }
    at = json.nextMember(json.valueEnd(json.memberValue(nameEnd), depth));
  }
  return at + 1;
}

/** True when this is the name between the quotes at `open` and before `end`. */
export function isNameAt({ bytes }: JsonBytes, name: Uint8Array, open: number, end: number): boolean {
  if (end - open - 2 !== name.length) return false;
  for (let i = 0; i < name.length; i++) if (bytes[open + 1 + i] !== name[i]) return false;
  return true;
}
