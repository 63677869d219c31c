import { isMap, isScalar, isSeq, Scalar, visit } from "yaml";
import type { Document, Pair, YAMLMap } from "yaml";
import { err, ok } from "../../kernel/result.ts";
import type { Result } from "../../kernel/result.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { parseFile } from "../parse/parse-file.ts";
import { readYaml } from "../parse/yaml.ts";
import type { SourceKind } from "../source/kinds.ts";
import type { PolicyFile } from "../types.ts";
import { layOut } from "./layout.ts";
import { shapeOf } from "./key-order.ts";
import type { Shape } from "./key-order.ts";

/**
 * The canonical text of a policy file: keys in the order of their shape, quotes only where needed, lines of 120.
 * Keeps comments, blank lines, and which collections stand in brackets as far as they fit. Formatting twice
 * changes nothing.
 * Error: what keeps the file from being read.
 */
export function formatPolicyFile(file: PolicyFile): Result<string, readonly Diagnostic[]> {
  const parsed = parseFile(file);
  if (parsed.file === null) return err(parsed.diagnostics);
  return ok(canonicalText(readYaml(file).yaml.document, parsed.file.kind));
}

/** The same of a file already read, which it brings into canonical order; for edits that keep the rest as it is. */
export function canonicalText(document: Document.Parsed, kind: SourceKind): string {
  orderKeys(document.contents, shapeOf(kind));
  visit(document, { Scalar: (_key, node) => freeQuotes(node) });
  return layOut(document);
}

function orderKeys(node: unknown, shape: Shape): void {
  if (isSeq(node)) for (const item of node.items) orderKeys(item, shape.item());
  if (!isMap(node)) return;
  sortPairs(node, shape.keys);
  for (const pair of node.items) orderKeys(pair.value, shape.member(keyOf(pair)));
}

/** Keys that the shape does not order (names of a record) keep the order they have, after those it does. */
function sortPairs(map: YAMLMap, keys: readonly string[]): void {
  const rank = (pair: Pair): number => {
    const position = keys.indexOf(keyOf(pair));
    return position === -1 ? keys.length : position;
  };
  map.items = map.items.toSorted((a, b) => rank(a) - rank(b));
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : "";
}

/** Lets the writer choose quotes anew; block text stays a block. */
function freeQuotes(node: Scalar): void {
  if (node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE) delete node.type;
}
