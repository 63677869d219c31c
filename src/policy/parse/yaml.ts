import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import type { Document, Pair, YAMLError, YAMLMap } from "yaml";
import { finding } from "../diagnostics.ts";
import type { Diagnostic } from "../diagnostics.ts";
import type { PolicyFile, SourcePosition } from "../types.ts";

/** Keys and indexes from the root of a file: `["grants", 0, "elements", 2]`. */
export type Path = readonly (string | number)[];

/** A YAML file as written: its plain value, and where each part of it stands. */
export interface YamlFile {
  readonly document: Document.Parsed;
  readonly value: unknown;
  /** Where the value at `path` stands; where there is none, its nearest ancestor. */
  readonly at: (path: Path) => SourcePosition;
  /** Where the key that leads to `path` stands. */
  readonly keyAt: (path: Path) => SourcePosition;
}

/** Reads one YAML 1.2 document. Diagnostics: POL-101 (syntax), POL-102 (features left out), POL-103 (key twice). */
export function readYaml(file: PolicyFile): { yaml: YamlFile; diagnostics: readonly Diagnostic[] } {
  const lines = new LineCounter();
  const document = parseDocument(file.text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    version: "1.2",
    schema: "core",
    logLevel: "error",
  });
  const positionAt = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { file: file.path, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const diagnostics = [...document.errors, ...document.warnings].map((error) =>
    syntaxFinding(error, positionAt(error.pos[0])),
  );
  for (const [offset, name] of featuresLeftOut(document)) {
    diagnostics.push(
      finding("POL-102", positionAt(offset), `${name} are not part of the language`, "write it out"),
    );
  }
  const value: unknown = diagnostics.length === 0 ? document.toJS() : undefined;
  return { yaml: { document, value, ...locator(document, positionAt) }, diagnostics };
}

function syntaxFinding(error: YAMLError, at: SourcePosition): Diagnostic {
  if (error.code === "DUPLICATE_KEY") return finding("POL-103", at, "a key stands twice in one map");
  if (error.code === "MULTIPLE_DOCS") {
    return finding(
      "POL-102",
      at,
      "several documents in one file are not part of the language",
      "split the file",
    );
  }
  const [first = "the file cannot be read"] = error.message.split("\n");
  return finding("POL-101", at, `not yaml: ${first.charAt(0).toLowerCase()}${first.slice(1)}`);
}

function featuresLeftOut(document: Document.Parsed): readonly [number, string][] {
  const found: [number, string][] = [];
  visit(document, (_key, node) => {
    if (!isNode(node)) return;
    const offset = node.range?.[0] ?? 0;
    if (isAlias(node)) found.push([offset, "aliases"]);
    else if (node.anchor !== undefined) found.push([offset, "anchors"]);
    if (node.tag !== undefined) found.push([offset, "tags"]);
  });
  return found;
}

function locator(
  document: Document.Parsed,
  positionAt: (offset: number) => SourcePosition,
): Pick<YamlFile, "at" | "keyAt"> {
  const find = (path: Path, wantKey: boolean): number => {
    let node: unknown = document.contents;
    let offset = offsetOf(node, 0);
    for (const [depth, step] of path.entries()) {
      const [key, value] = childOf(node, step);
      if (value === undefined) return offset;
      offset = offsetOf(wantKey && depth === path.length - 1 ? key : value, offsetOf(key, offset));
      node = value;
    }
    return offset;
  };
  return { at: (path) => positionAt(find(path, false)), keyAt: (path) => positionAt(find(path, true)) };
}

/** The pairs of a map by key: a file with many faults asks for each of them. */
const pairsOf = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

function pairsBy(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = pairsOf.get(map);
  if (known !== undefined) return known;
  const pairs = new Map<string, Pair>();
  for (const pair of map.items)
    if (isScalar(pair.key) && !pairs.has(String(pair.key.value))) pairs.set(String(pair.key.value), pair);
  pairsOf.set(map, pairs);
  return pairs;
}

function childOf(node: unknown, step: string | number): [key: unknown, value: unknown] {
  if (isSeq(node)) return [undefined, node.items[Number(step)]];
  if (!isMap(node)) return [undefined, undefined];
  const pair = pairsBy(node).get(String(step));
  return [pair?.key, pair === undefined ? undefined : (pair.value ?? pair.key)];
}

function offsetOf(node: unknown, otherwise: number): number {
  return isNode(node) ? (node.range?.[0] ?? otherwise) : otherwise;
}
