import type { Document, Node } from "yaml";
import { isCollection, isNode, isSeq, visit, YAMLSeq } from "yaml";
import { AppError } from "../../kernel/errors.ts";
import type { Path } from "../parse/yaml.ts";
import type { PlannedEntry } from "./list-entries.ts";

/** Rewrites the list at `path`. What stays keeps its comments; the first entry put in another's place takes over its. */
export function rewriteList(document: Document, path: Path, plan: readonly PlannedEntry[]): void {
  const list = listAt(document, path);
  const old = [...list.items];
  const inherited = new Set<number>();
  list.items = plan.map((entry) => {
    if ("stays" in entry) return old[entry.stays];
    const node = flowNode(document, entry.put);
    if (entry.at !== null && !inherited.has(entry.at)) {
      inherited.add(entry.at);
      takeOver(node, old[entry.at]);
    }
    return node;
  });
}

/** The list at `path`; made when there is none. */
export function listAt(document: Document, path: Path): YAMLSeq {
  const found = document.getIn(path, true);
  if (isSeq(found)) return found;
  const list = new YAMLSeq(document.schema);
  list.flow = true;
  document.setIn(path, list);
  return list;
}

/** A value as it stands in the files: lists in brackets, maps within them in braces. */
export function flowNode(document: Document, value: unknown): Node {
  const node = document.createNode(value);
  if (!isNode(node)) throw new AppError("internal", "not a value that yaml can hold");
  visit(node, { Collection: (_key, part) => void (part.flow = true) });
  return node;
}

/** A map over lines whose values stand in brackets. */
export function blockMap(document: Document, value: Readonly<Record<string, unknown>>): Node {
  const node = flowNode(document, value);
  if (isCollection(node)) node.flow = false;
  return node;
}

/** Comments and the blank line before an entry go over to what stands in its place. */
export function takeOver(node: Node, from: unknown): void {
  if (!isNode(from)) return;
  if (from.commentBefore) node.commentBefore = from.commentBefore;
  if (from.comment) node.comment = from.comment;
  if (from.spaceBefore) node.spaceBefore = true;
}
