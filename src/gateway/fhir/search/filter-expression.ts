/** An expression of `_filter` (FHIR R4, "_filter Parameter"), as written. */
export type FilterExpression =
  | { readonly kind: "test"; readonly path: string; readonly operator: string; readonly value: string }
  | { readonly kind: "and" | "or"; readonly of: readonly FilterExpression[] }
  | { readonly kind: "not"; readonly of: FilterExpression };

/** Parentheses within parentheses. */
const MOST_DEPTH = 16;

const PATH = /[A-Za-z_][\w.:-]*/y;
const WORD = /[a-z]{2,3}(?=\s|\()/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const TOKEN = /[^\s\])"][^\s\])]*/y;

class Unreadable extends Error {}

/**
 * Reads `given eq "peter" and (birthdate ge 1980 or not (gender pr true))`; undefined when it cannot be read. `and` and
 * `or` side by side without parentheses cannot: readers disagree about which goes first. Nor can `name[filter].name`.
 */
export function parseFilterExpression(text: string): FilterExpression | undefined {
  const reader = new Reader(text);
  try {
    const expression = reader.expression(0);
    return reader.isAtEnd() ? expression : undefined;
  } catch (fault) {
    if (fault instanceof Unreadable) return undefined;
    throw fault;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    this.#skip();
    return this.#at === this.#text.length;
  }

  expression(depth: number): FilterExpression {
    if (depth > MOST_DEPTH) throw new Unreadable();
    const of = [this.#operand(depth)];
    const operator = this.#logical();
    for (let next = operator; next !== undefined; next = this.#logical()) {
      if (next !== operator) throw new Unreadable();
      of.push(this.#operand(depth));
    }
    const [first] = of;
    return operator === undefined && first !== undefined ? first : { kind: operator ?? "and", of };
  }

  #operand(depth: number): FilterExpression {
    const start = this.#at;
    if (this.#take(WORD) === "not" && this.#isNext("(")) return { kind: "not", of: this.#group(depth) };
    this.#at = start;
    return this.#isNext("(") ? this.#group(depth) : this.#test();
  }

  #group(depth: number): FilterExpression {
    this.#at++;
    const inner = this.expression(depth + 1);
    if (!this.#isNext(")")) throw new Unreadable();
    this.#at++;
    return inner;
  }

  #test(): FilterExpression {
    const [path, operator] = [this.#take(PATH), this.#take(WORD)];
    const text = this.#take(STRING);
    const value = text === undefined ? this.#take(TOKEN) : stringOf(text);
    if (path === undefined || operator === undefined || value === undefined) throw new Unreadable();
    return { kind: "test", path, operator, value };
  }

  #logical(): "and" | "or" | undefined {
    const start = this.#at;
    const word = this.#take(WORD);
    if (word === "and" || word === "or") return word;
    this.#at = start;
    return undefined;
  }

  #isNext(char: string): boolean {
    this.#skip();
    return this.#text.startsWith(char, this.#at);
  }

  #take(pattern: RegExp): string | undefined {
    this.#skip();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #skip(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at++;
  }
}

/** A JSON string. */
function stringOf(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    throw new Unreadable();
  }
}
