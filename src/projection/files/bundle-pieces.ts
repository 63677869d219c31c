import { AppError } from "../../kernel/errors.ts";
import { parseJson } from "../../kernel/json.ts";
import { TOO_LONG } from "./lines.ts";

/** A member of the top object, or one item of a Bundle's `entry`; its text is not looked into here. */
export interface Piece {
  readonly kind: "member" | "entry";
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Line it begins at, from 1. */
  readonly line: number;
}

const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

type State = "start" | "key" | "value" | "item" | "after-list" | "end";

/**
 * Cuts a JSON object into its members while it arrives, and the `entry` list of a Bundle into its items, so that
 * a Bundle of any size is read an entry at a time. Every piece is then read by parseJson: what is wrong inside
 * of one is found there, what is wrong between them here.
 */
export class BundlePieces {
  private state: State = "start";
  private depth = 0;
  private inString = false;
  private escaped = false;
  private parts: Uint8Array[] = [];
  private length = 0;
  private blank = true;
  private key = "";
  private readonly keys = new Set<string>();
  private memberBytes = 0;
  private isBundle = false;
  private isFirst = true;
  private line = 1;
  private pieceLine = 1;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** @throws AppError `input_invalid` where the text is no JSON object, or a piece is too long. */
  feed(chunk: Uint8Array): Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte === LINE_FEED) this.line++;
      if (this.takes(byte)) continue;
      // The byte ends what has gathered, or stands between pieces.
      const gathered = this.gather(chunk.subarray(from, at));
      from = at + 1;
      const piece = this.step(byte, gathered);
      if (piece !== undefined) pieces.push(piece);
    }
    // A copy, for the chunk may change once the next is asked for.
    this.keep(Uint8Array.from(chunk.subarray(from)));
    return pieces;
  }

  /** @throws AppError `input_invalid` when the object has not ended. */
  finish(): void {
    if (this.state !== "end") throw this.refusal("no end");
  }

  /** True while the byte belongs to the piece that is being gathered. */
  private takes(byte: number): boolean {
    if (this.state !== "key" && this.state !== "value" && this.state !== "item") return false;
    if (this.inString) {
      if (this.escaped) this.escaped = false;
      else if (byte === BACKSLASH) this.escaped = true;
      else if (byte === QUOTE) this.inString = false;
      return true;
    }
    if (this.blank) {
      if (isSpace(byte)) return true;
      if (this.isEntryList(byte)) return false;
      this.pieceLine = this.line;
    }
    if (this.depth === 0 && isSeparator(byte, this.state)) return false;
    this.blank = false;
    if (byte === QUOTE) this.inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.depth++;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.depth--;
    if (this.depth < 0) throw this.refusal("a bracket that closes nothing");
    return true;
  }

  private isEntryList(byte: number): boolean {
    return this.state === "value" && byte === OPEN_BRACKET && this.isBundle && this.key === "entry";
  }

  private step(byte: number, gathered: Uint8Array): Piece | undefined {
    if (this.state === "key") return this.afterKey(byte, gathered);
    if (this.state === "value") return this.afterValue(byte, gathered);
    if (this.state === "item") return this.afterItem(byte, gathered);
    if (isSpace(byte)) return undefined;
    if (this.state === "start") {
      if (byte === OPEN_BRACE) this.begin("key");
      else if (!BYTE_ORDER_MARK.includes(byte)) throw this.refusal("expected an object");
    } else if (this.state === "after-list" && byte === COMMA) this.begin("key", false);
    else if (this.state === "after-list" && byte === CLOSE_BRACE) this.state = "end";
    else throw this.refusal("more after the end");
    return undefined;
  }

  private afterKey(byte: number, gathered: Uint8Array): undefined {
    if (byte === CLOSE_BRACE && this.blank && this.isFirst) this.state = "end";
    else if (byte === COLON && !this.blank) {
      this.key = this.keyOf(gathered);
      this.begin("value");
    } else throw this.refusal("expected a key");
    return undefined;
  }

  private afterValue(byte: number, gathered: Uint8Array): Piece | undefined {
    if (byte === OPEN_BRACKET && this.blank) {
      this.begin("item");
      return undefined;
    }
    if (this.blank) throw this.refusal("expected a value");
    this.memberBytes += gathered.length;
    if (this.memberBytes > this.limit) throw this.refusal(TOO_LONG);
    const piece: Piece = { kind: "member", key: this.key, bytes: gathered, line: this.pieceLine };
    if (this.key === "resourceType" && gathered.length < 100)
      this.isBundle = parseJson(gathered) === "Bundle";
    if (byte === COMMA) this.begin("key", false);
    else this.state = "end";
    return piece;
  }

  private afterItem(byte: number, gathered: Uint8Array): Piece | undefined {
    const empty = this.blank;
    if (empty && !(byte === CLOSE_BRACKET && this.isFirst)) throw this.refusal("expected an entry");
    const piece: Piece = { kind: "entry", key: this.key, bytes: gathered, line: this.pieceLine };
    if (byte === COMMA) this.begin("item", false);
    else this.state = "after-list";
    return empty ? undefined : piece;
  }

  private begin(state: State, isFirst = true): void {
    this.state = state;
    this.isFirst = isFirst;
    this.blank = true;
  }

  private keyOf(bytes: Uint8Array): string {
    const key = parseJson(bytes);
    if (typeof key !== "string") throw this.refusal("expected a key");
    if (this.keys.has(key)) throw this.refusal("duplicate key");
    this.keys.add(key);
    return key;
  }

  private keep(bytes: Uint8Array): void {
    if (this.state === "start" || this.state === "after-list" || this.state === "end") return;
    this.length += bytes.length;
    if (this.length > this.limit) throw this.refusal(TOO_LONG);
    if (bytes.length > 0) this.parts.push(bytes);
  }

  private gather(bytes: Uint8Array): Uint8Array {
    this.keep(bytes);
    const { parts, length } = this;
    this.parts = [];
    this.length = 0;
    return parts.length === 1 ? (parts[0] ?? bytes) : Buffer.concat(parts, length);
  }

  private refusal(problem: string): AppError {
    return new AppError("input_invalid", `line ${this.line}: ${problem}`);
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === LINE_FEED || byte === 0x0d || byte === 0x09;
}

function isSeparator(byte: number, state: State): boolean {
  if (state === "key") return byte === COLON || byte === CLOSE_BRACE || byte === COMMA;
  return byte === COMMA || byte === (state === "item" ? CLOSE_BRACKET : CLOSE_BRACE);
}
