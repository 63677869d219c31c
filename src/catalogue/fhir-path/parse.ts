import type { Comparison, Expression } from "./syntax.ts";

/**
 * Parses a FHIRPath expression of the subset in syntax.ts.
 * Undefined for anything outside it: the parameter is then underivable, and denied.
 */
export function parseFhirPath(text: string): Expression | undefined {
  const tokens = tokenize(text);
  if (tokens === undefined) return undefined;
  const parser = new Parser(tokens);
  try {
    return parser.whole();
  } catch (fault) {
    if (fault instanceof UnsupportedSyntax) return undefined;
    throw fault;
  }
}

class UnsupportedSyntax extends Error {}

interface Token {
  readonly kind: "name" | "text" | "number" | "sign";
  readonly text: string;
}

/** `%resource` is read as a name. */
const TOKEN = /\s*(?:(%resource\b|[A-Za-z_]\w*)|'((?:[^'\\])*)'|(\d+)|(!=|<=|>=|[.|()[\]=<>]))/y;

function tokenize(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    const [, name, quoted, digits, sign] = match;
    if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (quoted !== undefined) tokens.push({ kind: "text", text: quoted });
    else if (digits !== undefined) tokens.push({ kind: "number", text: digits });
    else tokens.push({ kind: "sign", text: sign ?? "" });
  }
  return tokens;
}

const COMPARISONS: readonly string[] = ["=", "!=", "<", "<=", ">", ">="] satisfies Comparison[];

/** Recursive descent; precedence from low to high: or, and, comparison, `|`, `as`/`is`, invocation. */
class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#either();
    if (this.#at < this.#tokens.length) throw new UnsupportedSyntax();
    return expression;
  }

  #either(): Expression {
    let left = this.#both();
    while (this.#take("name", "or")) left = { kind: "or", left, right: this.#both() };
    return left;
  }

  #both(): Expression {
    let left = this.#comparison();
    while (this.#take("name", "and")) left = { kind: "and", left, right: this.#comparison() };
    return left;
  }

  #comparison(): Expression {
    const left = this.#union();
    const token = this.#tokens[this.#at];
    if (token?.kind !== "sign" || !isComparison(token.text)) return left;
    this.#at++;
    return { kind: "compare", operator: token.text, left, right: this.#union() };
  }

  #union(): Expression {
    let left = this.#typed();
    while (this.#take("sign", "|")) left = { kind: "union", left, right: this.#typed() };
    return left;
  }

  #typed(): Expression {
    let from = this.#invocation();
    for (;;) {
      if (this.#take("name", "as")) from = { kind: "type", operator: "as", from, type: this.#typeName() };
      else if (this.#take("name", "is"))
        from = { kind: "type", operator: "is", from, type: this.#typeName() };
      else return from;
    }
  }

  #invocation(): Expression {
    let from = this.#term();
    for (;;) {
      if (this.#take("sign", ".")) from = this.#member(from);
      else if (this.#take("sign", "[")) from = { kind: "index", from, at: this.#indexer() };
      else return from;
    }
  }

  #term(): Expression {
    const token = this.#tokens[this.#at];
    if (this.#take("sign", "(")) {
      const inside = this.#either();
      this.#expect(")");
      return inside;
    }
    if (token?.kind === "text") return this.#literal(token.text);
    if (token?.kind === "number") return this.#literal(Number(token.text));
    if (token?.kind === "name" && (token.text === "true" || token.text === "false"))
      return this.#literal(token.text === "true");
    return this.#member(null);
  }

  #literal(value: string | number | boolean): Expression {
    this.#at++;
    return { kind: "literal", value };
  }

  #member(from: Expression | null): Expression {
    const name = this.#name();
    if (!this.#take("sign", "(")) return { kind: "path", from, name };
    if (this.#take("sign", ")")) return { kind: "call", from, name, argument: null };
    const argument = this.#either();
    this.#expect(")");
    return { kind: "call", from, name, argument };
  }

  #typeName(): string {
    const first = this.#name();
    return this.#take("sign", ".") ? this.#name() : first;
  }

  #indexer(): number {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== "number") throw new UnsupportedSyntax();
    this.#expect("]");
    return Number(token.text);
  }

  #name(): string {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== "name") throw new UnsupportedSyntax();
    return token.text;
  }

  #take(kind: Token["kind"], text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind || token.text !== text) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take("sign", sign)) throw new UnsupportedSyntax();
  }
}

function isComparison(text: string): text is Comparison {
  return COMPARISONS.includes(text);
}
