import { err, ok } from "../../kernel/result.ts";
import type { Result } from "../../kernel/result.ts";

/** A search parameter as written: name with modifier or chain, and value with its escapes. Order is kept. */
export type QueryPair = readonly [name: string, value: string];

/**
 * Reads `a=1&b=2` of a query string or of a form body (application/x-www-form-urlencoded).
 * An encoding that is not UTF-8, or a pair without a name, is an error: two readers could read it differently.
 */
export function parseQuery(text: string): Result<readonly QueryPair[], "unreadable"> {
  try {
    const pairs = text
      .split("&")
      .filter((part) => part !== "")
      .map(parsePair);
    return pairs.some(([name]) => name === "") ? err("unreadable") : ok(pairs);
  } catch {
    return err("unreadable");
  }
}

/** The inverse of parseQuery. */
export function formatQuery(pairs: readonly QueryPair[]): string {
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
}

function parsePair(part: string): QueryPair {
  const at = part.indexOf("=");
  return at === -1 ? [decode(part), ""] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}
