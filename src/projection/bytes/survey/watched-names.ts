/** Which of the watched names stands in a text. */
import type { WatchedName } from "./names.ts";

interface Watched {
  readonly bytes: Buffer;
  readonly action: number;
}

/** A table by length, first and last byte. */
export class WatchedNames {
  readonly #names = new Map<number, Watched[]>();

  constructor(names: readonly WatchedName[]) {
    for (const { name, action } of names) {
      const bytes = Buffer.from(name);
      const key = keyOf(bytes, 0, bytes.length);
      this.#names.set(key, [...(this.#names.get(key) ?? []), { bytes, action }]);
    }
  }

  /** The action of the name at [from, until); 0 where it is none of them. */
  actionAt(text: Uint8Array, from: number, until: number): number {
    const candidates = this.#names.get(keyOf(text, from, until));
    if (candidates === undefined) return 0;
    for (const { bytes, action } of candidates) if (isAt(bytes, text, from)) return action;
    return 0;
  }
}

function keyOf(text: Uint8Array, from: number, until: number): number {
  return ((until - from) << 16) | ((text[from] ?? 0) << 8) | (text[until - 1] ?? 0);
}

function isAt(bytes: Buffer, text: Uint8Array, from: number): boolean {
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== text[from + at]) return false;
  return true;
}
