/** Short texts that records repeat (types, references), each made into a string once for as long as it is in use. */

/** What is kept of a text. */
export type Understand<T> = (text: string) => T;

interface Entry<T> {
  readonly text: string;
  readonly value: T;
}

/** A bounded table: a newcomer takes the place of whoever has its hash. Places are compared byte by byte. */
export class TextTable<T> {
  readonly #entries: (Entry<T> | undefined)[];
  readonly #understand: Understand<T>;

  /** `size` is a power of two. */
  constructor(size: number, understand: Understand<T>) {
    this.#entries = Array.from({ length: size }, () => undefined);
    this.#understand = understand;
  }

  /** What the text at [from, until) stands for. */
  read(bytes: Buffer, from: number, until: number, hash: number): T {
    const at = hash & (this.#entries.length - 1);
    const found = this.#entries[at];
    if (found !== undefined && isAscii(found.text, bytes, from, until)) return found.value;
    const text = bytes.toString("utf8", from, until);
    const value = this.#understand(text);
    this.#entries[at] = { text, value };
    return value;
  }
}

/** True when the text is ASCII and these are its bytes. */
function isAscii(text: string, bytes: Buffer, from: number, until: number): boolean {
  const { length } = text;
  if (length !== until - from) return false;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code !== bytes[from + at] || code > 0x7f) return false;
  }
  return true;
}
