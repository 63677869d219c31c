/** The grammar of SMART App Launch scopes about resources, v2 and v1: `patient/Observation.rs?category=laboratory`. */

export interface SmartScope {
  readonly context: "patient" | "user" | "system";
  /** Resource type or `*`. */
  readonly type: string;
  /** Of `cruds`, in this order. */
  readonly letters: string;
  /** Search parameters and values, all of which a record has to match; null: any record. */
  readonly query: readonly (readonly [code: string, value: string])[] | null;
}

const SCOPE = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]+)\.([a-z*]+)(?:\?(.*))?$/;
const LETTERS = /^c?r?u?d?s?$/;
/** SMART App Launch v1: `.read` is `.rs` of v2, `.write` is `.cud`. */
const V1: Readonly<Record<string, string>> = { read: "rs", write: "cud", "*": "cruds" };
/** A search parameter of the standard, without modifier and without chain. */
const CODE = /^[a-z][A-Za-z0-9-]{0,63}$/;

/** True for a scope about resources, readable or not; `openid` and `launch/patient` are about none. */
export function isResourceScope(text: string): boolean {
  return /^(?:patient|user|system)\//.test(text);
}

/** Null for what is no scope about resources, and for one whose query holds more than plain search parameters. */
export function readSmartScope(text: string): SmartScope | null {
  const [, context, type = "", given = "", query] = SCOPE.exec(text) ?? [];
  if (context !== "patient" && context !== "user" && context !== "system") return null;
  const letters = V1[given] ?? given;
  if (!LETTERS.test(letters)) return null;
  if (query === undefined) return { context, type, letters, query: null };
  const pairs = [...new URLSearchParams(query)];
  const isPlain = pairs.every(([code, value]) => CODE.test(code) && value !== "");
  return pairs.length > 0 && isPlain ? { context, type, letters, query: pairs } : null;
}

/** As v2 writes it. */
export function writeSmartScope({ context, type, letters, query }: SmartScope): string {
  const scope = `${context}/${type}.${letters}`;
  return query === null
    ? scope
    : `${scope}?${query.map((pair) => pair.map(encodeValue).join("=")).join("&")}`;
}

/** Spaces separate scopes, `&` and `=` parameters; the rest stays readable. */
function encodeValue(text: string): string {
  return text.replaceAll(/[\s%&=+#"\\]/g, encodeURIComponent);
}

/** What both lists of scopes cover: every scope of one, as far as a scope of the other goes. What cannot be read covers nothing. */
export function meetScopes(some: readonly string[], others: readonly string[]): readonly string[] {
  const [left, right] = [some, others].map((texts) =>
    texts.map(readSmartScope).filter((scope) => scope !== null),
  );
  const met = (left ?? []).flatMap((a) => (right ?? []).flatMap((b) => meetOf(a, b) ?? []));
  return [...new Set(met.map(writeSmartScope))];
}

function meetOf(a: SmartScope, b: SmartScope): SmartScope | null {
  if (a.type !== b.type && a.type !== "*" && b.type !== "*") return null;
  const letters = a.letters
    .split("")
    .filter((letter) => b.letters.includes(letter))
    .join("");
  if (letters === "") return null;
  const context = [a, b].some((scope) => scope.context === "patient") ? "patient" : a.context;
  const pairs = [...(a.query ?? []), ...(b.query ?? [])];
  const query = new Map(pairs.map((pair) => [pair.join("="), pair] as const));
  return {
    context,
    type: a.type === "*" ? b.type : a.type,
    letters,
    query: query.size === 0 ? null : [...query.values()],
  };
}
