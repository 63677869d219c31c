/** Cuts the entries out of a Bundle that is too long to be held whole. */
import { untrue } from "./pages.ts";

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];
const KEY = Buffer.from('"entry"');
const NO_KEY = -1;

/** Where in the list `entry` the page stands: before its first item, behind one, behind a comma, or not in it. */
type Place = "first" | "behind" | "comma" | "outside";

/**
 * Takes a Bundle part by part, in the order it came. INVARIANT: every byte of it is in the entries that `take` gives, or
 * in the frame that is left at the end; but for commas and white space between entries, which stood where JSON has them.
 * Nothing else is looked at: whoever reads entries and frame finds out whether they are JSON.
 */
export class PageCutter {
  readonly #mostBytes: number;
  #place: Place = "outside";
  /** Open braces and brackets. */
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** How much of `KEY` the string that ends here was, at the top; NO_KEY: it is another. */
  #matched = NO_KEY;
  #frame: Uint8Array[] = [];
  #frameLength = 0;
  #entry: Uint8Array[] = [];
  #entryLength = 0;

  /** `mostBytes` is the longest entry, and the most that may stand beside the entries. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** The entries that end in this part. @throws AppError `upstream_invalid` */
  take(part: Uint8Array): readonly Uint8Array[] {
    const entries: Uint8Array[] = [];
    let from = 0;
    for (let at = 0; at < part.length; at++) {
      const byte = part[at] ?? 0;
      if (this.#isInString) this.#inString(byte);
      else if (this.#place !== "outside" && this.#depth === 2) {
        if (byte === CLOSE_BRACKET) this.#leave();
        else if (byte === OPEN_BRACE) this.#enter();
        else this.#between(byte);
        from = byte === OPEN_BRACE || byte === CLOSE_BRACKET ? at : at + 1;
      } else if (this.#outsideString(byte)) {
        this.#keep(part.subarray(from, at + 1));
        from = at + 1;
        if (this.#place === "behind") entries.push(this.#takenEntry());
      }
    }
    this.#keep(part.subarray(from));
    return entries;
  }

  /** Everything but the entries, once all parts were taken. */
  frame(): Uint8Array {
    return Buffer.concat(this.#frame);
  }

  #inString(byte: number): void {
    if (this.#matched !== NO_KEY) this.#matched = KEY[this.#matched] === byte ? this.#matched + 1 : NO_KEY;
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isInString = false;
  }

  /** True where the list begins, or an entry of it ends. */
  #outsideString(byte: number): boolean {
    const isAtKey = this.#depth === 1 && this.#matched === KEY.length;
    if (byte === QUOTE) {
      this.#isInString = true;
      this.#matched = this.#depth === 1 ? 1 : NO_KEY;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      this.#depth += 1;
      this.#matched = NO_KEY;
      if (byte === OPEN_BRACKET && isAtKey) this.#place = "first";
      return byte === OPEN_BRACKET && isAtKey;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      this.#depth -= 1;
      this.#matched = NO_KEY;
      if (this.#place === "outside" || this.#depth !== 2) return false;
      this.#place = "behind";
      return true;
    } else if (byte !== COLON && !isSpace(byte)) this.#matched = NO_KEY;
    return false;
  }

  /** An entry begins. */
  #enter(): void {
    if (this.#place === "behind") throw untrue("its entries are no list");
    this.#place = "comma";
    this.#depth += 1;
  }

  /** The list ends. */
  #leave(): void {
    if (this.#place === "comma") throw untrue("its entries are no list");
    this.#place = "outside";
    this.#depth -= 1;
  }

  #between(byte: number): void {
    if (isSpace(byte)) return;
    if (byte !== COMMA || this.#place !== "behind") throw untrue("its entries are no list of objects");
    this.#place = "comma";
  }

  #keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    const isOfEntry = this.#place !== "outside" && this.#depth >= 2 && !this.#isListStart(piece);
    if (isOfEntry) {
      this.#entry.push(piece);
      this.#entryLength += piece.length;
    } else {
      this.#frame.push(piece);
      this.#frameLength += piece.length;
    }
    if (Math.max(this.#entryLength, this.#frameLength) > this.#mostBytes)
      throw untrue(`an entry of it is longer than ${this.#mostBytes} bytes`);
  }

  /** What ends with the bracket that opens the list is of the frame. */
  #isListStart(piece: Uint8Array): boolean {
    return this.#place === "first" && piece.at(-1) === OPEN_BRACKET;
  }

  #takenEntry(): Uint8Array {
    const [only = NOTHING, second] = this.#entry;
    const entry = second === undefined ? only : Buffer.concat(this.#entry);
    this.#entry = [];
    this.#entryLength = 0;
    return entry;
  }
}

const NOTHING = new Uint8Array();

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
