import { isUtf8 } from "node:buffer";
import { AppError } from "./errors.ts";
import { isJsonObject, JsonNumber, newJsonObject } from "./json-value.ts";
import type { JsonArray, JsonObject, JsonValue } from "./json-value.ts";

// Own code, because JSON.parse of Node 20 gives neither a number's literal nor a duplicate key.

/** Values may nest this deep; FHIR R4 resources stay under 30. */
export const MAX_JSON_DEPTH = 100;

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const LONE_SURROGATE = /\p{Surrogate}/u;
const FOUR_HEX = /^[0-9a-fA-F]{4}$/;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/**
 * Reads one JSON text (RFC 8259), more strictly than JSON.parse: a duplicate key (however it is spelled),
 * invalid UTF-8, a lone surrogate, nesting beyond MAX_JSON_DEPTH or anything after the value is refused.
 * One byte order mark at the start is skipped. Integer-like keys come first, as in every JavaScript object.
 * @throws AppError `input_invalid` naming line and byte, never content.
 */
export function parseJson(input: string | Uint8Array): JsonValue {
  const text = typeof input === "string" ? wellFormed(input) : decoded(input);
  return new JsonReader(text).document();
}

/**
 * As parseJson, for a text that must be an object.
 * @throws AppError `input_invalid`
 */
export function parseJsonObject(input: string | Uint8Array): JsonObject {
  const value = parseJson(input);
  if (!isJsonObject(value)) throw new AppError("input_invalid", "json is not an object");
  return value;
}

function decoded(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw refusal("invalid utf-8", ...placeOfInvalidUtf8(bytes));
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

function wellFormed(text: string): string {
  const at = text.search(LONE_SURROGATE);
  if (at >= 0) throw refusal("lone surrogate", ...placeOf(text, at));
  return text;
}

/** One pass over one text. Recursive descent: depth is bounded, so the stack is. */
class JsonReader {
  private readonly text: string;
  private at: number;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
    this.at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  document(): JsonValue {
    const value = this.value(this.token());
    if (!Number.isNaN(this.token())) this.fail("more after the value");
    return value;
  }

  /** Code of the next character that is not white space, left unread; NaN at the end. */
  private token(): number {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code > 0x20 || (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09)) return code;
      this.at++;
    }
  }

  private value(code: number): JsonValue {
    if (code === QUOTE) return this.string();
    if (code === OPEN_BRACE) return this.object();
    if (code === OPEN_BRACKET) return this.array();
    if (code === MINUS || isDigit(code)) return this.number();
    return this.literal();
  }

  private object(): JsonObject {
    this.enter();
    const object = newJsonObject();
    let code = this.token();
    while (code !== CLOSE_BRACE) {
      if (code !== QUOTE) this.fail("expected a key");
      const keyAt = this.at;
      const key = this.string();
      if (object[key] !== undefined) this.fail("duplicate key", keyAt);
      if (this.token() !== COLON) this.fail("expected a colon");
      this.at++;
      object[key] = this.value(this.token());
      code = this.afterItem(CLOSE_BRACE, "expected a comma or the end of the object");
    }
    this.leave();
    return object;
  }

  private array(): JsonArray {
    this.enter();
    const array: JsonValue[] = [];
    let code = this.token();
    while (code !== CLOSE_BRACKET) {
      array.push(this.value(code));
      code = this.afterItem(CLOSE_BRACKET, "expected a comma or the end of the array");
    }
    this.leave();
    return array;
  }

  /** Reads a comma and gives the token after it, which may not close; or gives the closing token. */
  private afterItem(close: number, expectation: string): number {
    let code = this.token();
    if (code === close) return code;
    if (code !== COMMA) this.fail(expectation);
    this.at++;
    code = this.token();
    if (code === close) this.fail("comma before the end");
    return code;
  }

  private enter(): void {
    if (++this.depth > MAX_JSON_DEPTH) this.fail("nested too deep");
    this.at++;
  }

  private leave(): void {
    this.depth--;
    this.at++;
  }

  private string(): string {
    const { text } = this;
    const start = this.at + 1;
    let at = start;
    let code = text.charCodeAt(at);
    while (code !== QUOTE && code !== BACKSLASH && code >= 0x20) code = text.charCodeAt(++at);
    this.at = at;
    if (code === BACKSLASH) return this.escapedString(start);
    if (code !== QUOTE)
      this.fail(Number.isNaN(code) ? "string without an end" : "control character in a string");
    this.at++;
    return text.slice(start, at);
  }

  /** The rest of a string whose first escape is at `this.at`. */
  private escapedString(start: number): string {
    const { text } = this;
    let value = "";
    let from = start;
    let code = BACKSLASH;
    while (code !== QUOTE) {
      if (code === BACKSLASH) {
        value += text.slice(from, this.at) + this.escape();
        from = this.at;
      } else {
        if (!(code >= 0x20)) this.fail("control character in a string, or no end");
        this.at++;
      }
      code = text.charCodeAt(this.at);
    }
    value += text.slice(from, this.at);
    if (LONE_SURROGATE.test(value)) this.fail("lone surrogate", start);
    this.at++;
    return value;
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? "";
    const simple = ESCAPES[letter];
    if (simple !== undefined) {
      this.at += 2;
      return simple;
    }
    const hex = this.text.slice(this.at + 2, this.at + 6);
    if (letter !== "u" || !FOUR_HEX.test(hex)) this.fail("invalid escape");
    this.at += 6;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  private number(): JsonNumber {
    const { text } = this;
    const start = this.at;
    if (text.charCodeAt(this.at) === MINUS) this.at++;
    if (text.charCodeAt(this.at) === ZERO) this.at++;
    else this.digits();
    if (text.charCodeAt(this.at) === DOT) {
      this.at++;
      this.digits();
    }
    if ((text.charCodeAt(this.at) | 0x20) === 0x65) {
      this.at++;
      const sign = text.charCodeAt(this.at);
      if (sign === MINUS || sign === 0x2b) this.at++;
      this.digits();
    }
    return new JsonNumber(text.slice(start, this.at));
  }

  private digits(): void {
    if (!isDigit(this.text.charCodeAt(this.at))) this.fail("expected a digit");
    while (isDigit(this.text.charCodeAt(this.at))) this.at++;
  }

  private literal(): null | boolean {
    const { text, at } = this;
    if (text.startsWith("true", at)) {
      this.at += 4;
      return true;
    }
    if (text.startsWith("false", at)) {
      this.at += 5;
      return false;
    }
    if (text.startsWith("null", at)) {
      this.at += 4;
      return null;
    }
    return this.fail(at >= text.length ? "no end" : "expected a value");
  }

  private fail(problem: string, at: number = this.at): never {
    throw refusal(problem, ...placeOf(this.text, at));
  }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function refusal(problem: string, line: number, byte: number): AppError {
  return new AppError("input_invalid", `json refused at line ${line}, byte ${byte}: ${problem}`);
}

/** Line (from 1) and byte offset (from 0) of a position in the text. */
function placeOf(text: string, at: number): [line: number, byte: number] {
  const before = text.slice(0, at);
  return [before.split("\n").length, Buffer.byteLength(before)];
}

/** Decoding replaces what is invalid by U+FFFD: the first one that the bytes do not spell is the place. */
function placeOfInvalidUtf8(bytes: Uint8Array): [line: number, byte: number] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  let byte = 0;
  for (let from = 0, at = text.indexOf("\uFFFD"); at >= 0; at = text.indexOf("\uFFFD", from)) {
    byte += Buffer.byteLength(text.slice(from, at));
    const spelled = bytes[byte] === 0xef && bytes[byte + 1] === 0xbf && bytes[byte + 2] === 0xbd;
    if (!spelled) return [placeOf(text, at)[0], byte];
    byte += 3;
    from = at + 1;
  }
  return [1, byte];
}
