import { Document, isCollection, isMap, isNode, isPair, isScalar, isSeq, Scalar, visit, YAMLSeq } from "yaml";
import type { Node, Pair, YAMLMap } from "yaml";

const WIDTH = 120;
const INDENT = 2;
const OPTIONS = { lineWidth: WIDTH, indent: INDENT, indentSeq: true, flowCollectionPadding: false } as const;

/** Where a value begins, and how far its own lines are indented. */
interface Column {
  readonly start: number;
  readonly indent: number;
}

/**
 * Prints a document. A map in braces that does not fit its line is spread over lines; a list in brackets is filled
 * into lines, which the yaml package cannot do, so such lists stand as marks until the text is there.
 */
export function layOut(document: Document.Parsed): string {
  const filled = new Map<string, string>();
  closeGaps(document);
  const stem = freeStem(document.toString());
  fit(document.contents, { start: 0, indent: 0 }, (list, { indent }) => {
    const mark = `${stem}${filled.size}x`;
    filled.set(mark, fill(list, indent));
    return standIn(list, mark);
  });
  const text = document.toString(OPTIONS);
  return text.replaceAll(new RegExp(` ${stem}\\d+x`, "g"), (mark) => filled.get(mark.trim()) ?? mark);
}

/** Blank lines stand between the entries of a list of lines, not within brackets or braces. */
function closeGaps(document: Document.Parsed): void {
  visit(document, {
    Collection: (_key, node) => {
      if (node.flow !== true || hasComments(node)) return undefined;
      visit(node, (key, part) => {
        if (key !== null && isNode(part)) delete part.spaceBefore;
        return undefined;
      });
      return undefined;
    },
  });
}

/** A word that the text does not hold. */
function freeStem(text: string): string {
  let stem = "list";
  while (text.includes(stem)) stem += "z";
  return stem;
}

type Replace = (list: YAMLSeq, column: Column) => Node;

/** Decides from the outside in, so that formatting again meets the same columns. */
function fit(node: unknown, column: Column, replace: Replace): void {
  if (isMap(node)) {
    if (node.flow === true && !fits(node, column)) node.flow = false;
    if (node.flow !== true) for (const pair of node.items) fitPair(pair, column, replace);
  } else if (isSeq(node) && node.flow !== true) {
    const inner = { start: column.indent + INDENT, indent: column.indent + INDENT };
    for (const item of node.items) fit(item, inner, replace);
  }
}

function fitPair(pair: Pair, { indent }: Column, replace: Replace): void {
  const { key, value } = pair;
  const column = { start: indent + widthOf(key) + 2, indent: indent + INDENT };
  if (isSeq(value) && value.flow === true && !fits(value, column) && !hasComments(value)) {
    pair.value = replace(value, column);
  } else fit(value, column, replace);
}

function fits(node: YAMLMap | YAMLSeq, { start }: Column): boolean {
  return !hasComments(node) && start + widthOf(node) <= WIDTH;
}

/** Comments within, not the one behind the closing bracket. */
function hasComments(collection: YAMLMap | YAMLSeq): boolean {
  let found = false;
  visit(collection, (key, part) => {
    if (key === null || isPair(part)) return undefined;
    const { comment, commentBefore } = part as Partial<Node>;
    found ||= Boolean(comment) || Boolean(commentBefore);
    return undefined;
  });
  return found;
}

/** `[a, b,⏎ c]` on lines of its own, indented below its key. */
function fill(list: YAMLSeq, indent: number): string {
  const lines: string[] = [];
  let line = `${" ".repeat(indent)}[`;
  for (const [position, item] of list.items.entries()) {
    const text = `${oneLine(item)}${position === list.items.length - 1 ? "]" : ","}`;
    const isFirst = line.endsWith("[");
    if (!isFirst && line.length + 1 + text.length > WIDTH) {
      lines.push(line);
      line = `${" ".repeat(indent + 1)}${text}`;
    } else line += isFirst ? text : ` ${text}`;
  }
  return ["", ...lines, line].join("\n");
}

function standIn(list: YAMLSeq, mark: string): Node {
  const node = new Scalar(mark);
  node.comment = list.comment ?? null;
  node.commentBefore = list.commentBefore ?? null;
  node.spaceBefore = list.spaceBefore ?? false;
  return node;
}

function widthOf(node: unknown): number {
  return oneLine(node).length;
}

/** As it stands inside brackets, on one line, without its comments. */
function oneLine(node: unknown): string {
  const document = new Document();
  const list = new YAMLSeq(document.schema);
  list.flow = true;
  list.items = [isScalar(node) || isCollection(node) ? bare(node) : node];
  document.contents = list;
  return document
    .toString({ ...OPTIONS, lineWidth: 0 })
    .trim()
    .slice(1, -1);
}

function bare<T extends Node>(node: T): T {
  const copy = node.clone() as T;
  delete copy.comment;
  delete copy.commentBefore;
  delete copy.spaceBefore;
  return copy;
}
