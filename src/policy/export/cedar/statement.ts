/** One Cedar policy: what its id is, what it says, and the words a reader finds above it. */
export interface Statement {
  /** The rule it stands for, unique in one export. Also its `@id`. */
  readonly id: string;
  readonly effect: "permit" | "forbid";
  /** Role that the scope is limited to; null: any principal. */
  readonly role: string | null;
  /** Expressions that must all hold. */
  readonly when: readonly string[];
  /** Expression that lifts it; null: nothing does. */
  readonly unless: string | null;
  /** Lines of explanation, from the policy alone. */
  readonly comment: readonly string[];
}

/** Where lines break, in characters. */
const WIDTH = 114;

/** A permit for the holders of one role, or with null for whoever its conditions name. */
export function permit(
  id: string,
  role: string | null,
  when: readonly string[],
  comment: readonly string[],
): Statement {
  return { id, effect: "permit", role, when, unless: null, comment };
}

/** A forbid for everyone: when all of `when` hold, unless `unless` does. */
export function forbid(
  id: string,
  { when = [], unless = null }: { readonly when?: readonly string[]; readonly unless?: string | null },
  comment: readonly string[] = [],
): Statement {
  return { id, effect: "forbid", role: null, when, unless, comment };
}

/** The statement in Cedar's own syntax, with its comment above. */
export function render({ id, effect, role, when, unless, comment }: Statement): string {
  const principal = role === null ? "principal" : `principal in ${roleOf(role)}`;
  const clauses = [
    ...when.map((expression) => `when { ${expression} }`),
    ...(unless === null ? [] : [`unless { ${unless} }`]),
  ];
  const head = `${effect} (${principal}, action == Action::"see", resource)`;
  const body = [head, ...clauses].join("\n");
  return `${commentLines(comment)}@id(${quoted(id)})\n${body};\n`;
}

/** Lines as `//` comments, broken between words; empty for none. */
export function commentLines(lines: readonly string[]): string {
  return lines
    .flatMap(wrapped)
    .map((line) => `//${line === "" ? "" : ` ${line}`}\n`)
    .join("");
}

function wrapped(line: string): string[] {
  const lines: string[] = [];
  for (const word of line.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** A string literal; whatever could end it or steer a terminal is escaped as Cedar does, `\u{…}`. */
export function quoted(text: string): string {
  const escaped = text
    .replaceAll(/["\\]/gu, (character) => `\\${character}`)
    .replaceAll(/\p{C}/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return `"${escaped}"`;
}

/** The pattern of `like` for texts that end so: a star in the text is no wildcard. */
export function endingWith(text: string): string {
  return `"*${quoted(text).slice(1, -1).replaceAll("*", "\\*")}"`;
}

/** The entity of a role. */
export function roleOf(id: string): string {
  return `Role::${quoted(id)}`;
}

/** `["a", "b"]`, sorted; a long list has a line for each group of elements, so that a change is a small diff. */
export function setOf(texts: Iterable<string>): string {
  const literals = [...new Set(texts)].toSorted().map(quoted);
  const inline = `[${literals.join(", ")}]`;
  if (inline.length <= 80) return inline;
  return `[\n${linesByGroup(literals)
    .map((line) => `    ${line}`)
    .join(",\n")}\n  ]`;
}

function linesByGroup(literals: readonly string[]): string[] {
  const lines: string[] = [];
  let group: string | undefined;
  for (const literal of literals) {
    const last = lines.at(-1);
    const of = /^"[a-z-]+\./u.exec(literal)?.[0];
    const fits = last !== undefined && of === group && last.length + literal.length < WIDTH;
    if (fits) lines[lines.length - 1] = `${last}, ${literal}`;
    else lines.push(literal);
    group = of;
  }
  return lines;
}

/** Whether the expression is one of the texts; `false` for none, since Cedar types no empty set. */
export function isOneOf(expression: string, texts: Iterable<string>): string {
  const [first, ...more] = texts;
  if (first === undefined) return "false";
  return more.length === 0
    ? `${expression} == ${quoted(first)}`
    : `${setOf([first, ...more])}.contains(${expression})`;
}

/** Whether every member of the set is one of the texts. */
export function isWithin(set: string, texts: Iterable<string>): string {
  const all = [...texts];
  return all.length === 0 ? `${set}.isEmpty()` : `${setOf(all)}.containsAll(${set})`;
}

/** Any of them, in brackets where there are several; `false` for none. */
export function anyOf(expressions: readonly string[]): string {
  const [only, ...more] = expressions;
  if (only === undefined) return "false";
  return more.length === 0 ? only : `(${joined(expressions, "||")})`;
}

/** All of them; `true` for none. */
export function allOf(expressions: readonly string[]): string {
  return expressions.length === 0 ? "true" : joined(expressions, "&&");
}

function joined(expressions: readonly string[], operator: "&&" | "||"): string {
  const inline = expressions.join(` ${operator} `);
  return inline.length <= 80 ? inline : expressions.join(` ${operator}\n  `);
}
