import type { Catalogue, ElementNode } from "../catalogue/types.ts";
import { isJsonObject, newJsonObject } from "../kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue, MutableJsonObject } from "../kernel/json.ts";
import { err, ok } from "../kernel/result.ts";
import type { Result } from "../kernel/result.ts";
import { mergeItems } from "./merge-items.ts";
import { mergePrimitives } from "./merge-primitives.ts";
import {
  areOwnedAlike,
  checkNewItem,
  checkNewMember,
  checkNewObject,
  isStructural,
  pointsToContained,
} from "./new-value.ts";
import { isOpenlyOwned } from "./open-ownership.ts";
import { elementsAt, memberNodes, ownersOf } from "./owners.ts";
import type { Owners } from "./owners.ts";
import { hasShapeOf, isPrimitive } from "./rebuild.ts";
import { isSameValue } from "./same-value.ts";
import type { ProjectionContext } from "./types.ts";
import { WriteWalk } from "./write-walk.ts";
import type { WriteRefusal, WriteView } from "./write-walk.ts";

/** A body that may be written, as the whole record that it makes. */
export interface Written {
  readonly resource: JsonObject;
  /** Indexes of the elements that were set, changed or taken away. */
  readonly changed: ReadonlySet<number>;
}

/**
 * The stored record with what the writer changed of what they are shown; rules PRJ-80 to PRJ-89. What they are not
 * shown stays as it is. Error: every change that is refused, in the order of the body; it is the same for every
 * stored record that is shown alike.
 */
export function mergeRecord(
  catalogue: Catalogue,
  stored: JsonObject,
  sent: JsonObject,
  view: WriteView,
  context: ProjectionContext,
): Result<Written, readonly WriteRefusal[]> {
  const { walk, root } = walkOver(catalogue, stored, view, context);
  const resource = root === null ? refusedType(stored, walk) : mergeRoot(stored, sent, root, walk);
  return walk.refusals.length === 0 ? ok({ resource, changed: walk.changed }) : err(walk.refusals);
}

/** A record that is not there yet: every element that the body sets is asked about. Otherwise as mergeRecord. */
export function newRecord(
  catalogue: Catalogue,
  sent: JsonObject,
  writable: Uint8Array,
  context: ProjectionContext,
): Result<Written, readonly WriteRefusal[]> {
  const nothing = new Uint8Array(catalogue.elements.length);
  const view = { shown: nothing, most: nothing, kept: nothing, writable, namesRecord: true };
  const { walk, root } = walkOver(catalogue, sent, view, context);
  if (root === null) walk.refuse("not_covered");
  else checkNewObject(sent, root.owners, walk);
  return walk.refusals.length === 0 ? ok({ resource: sent, changed: walk.changed }) : err(walk.refusals);
}

function walkOver(catalogue: Catalogue, record: JsonObject, view: WriteView, context: ProjectionContext) {
  const { resourceType: type } = record;
  const isKnown = typeof type === "string" && catalogue.isResourceType(type);
  const tree = isKnown ? catalogue.tree(type) : undefined;
  const walk = new WriteWalk(isKnown ? type : "?", view, context, catalogue.elements);
  return { walk, root: tree === undefined ? null : { tree, owners: ownersOf(record, [tree]) } };
}

interface Root {
  readonly tree: ElementNode;
  readonly owners: Owners;
}

function refusedType(stored: JsonObject, walk: WriteWalk): JsonObject {
  walk.refuse("not_covered");
  return stored;
}

function mergeRoot(
  stored: JsonObject,
  sent: JsonObject,
  { tree, owners }: Root,
  walk: WriteWalk,
): JsonObject {
  const shown = walk.projected(stored, owners);
  if (isSameValue(shown, sent)) return stored;
  if (isOpenlyOwned([tree], walk.view) && areOwnedAlike(shown, sent, [tree]))
    return mergeObject(stored, sent, owners, walk);
  walk.refuse("ambiguous");
  return stored;
}

/** One object of the stored record with the changes of the sent one. */
export function mergeObject(
  stored: JsonObject,
  sent: JsonObject,
  owners: Owners,
  walk: WriteWalk,
): JsonObject {
  const shown = walk.projected(stored, owners);
  if (isSameValue(shown, sent)) return stored;
  const merged = copyOf(stored);
  for (const key of new Set([...Object.keys(shown), ...Object.keys(sent)])) {
    const change: Change = { key, shown: shown[key], sent: sent[key] };
    if (!isSameValue(change.shown, change.sent))
      walk.at(key, () => mergeMember(change, merged, owners, walk));
  }
  if (owners[0].datatype === "Reference" && merged["reference"] !== stored["reference"])
    forgetTarget(merged, owners);
  return merged;
}

interface Change {
  readonly key: string;
  readonly shown: JsonValue | undefined;
  readonly sent: JsonValue | undefined;
}

function mergeMember(change: Change, merged: MutableJsonObject, owners: Owners, walk: WriteWalk): void {
  const { key, sent } = change;
  const nodes = memberNodes(owners, key);
  if (nodes === undefined) return refuseUncovered(key, owners, walk);
  if (isStructural(nodes)) return walk.refuse("fixed");
  if (sent !== undefined && (isEmpty(sent) || !hasShapeOf(nodes, sent))) return walk.refuse("not_covered");
  if (standsBeside(key, owners, walk)) return refuseUncovered(key, owners, walk);
  if (isPrimitive(nodes)) {
    if (sent !== undefined && pointsToContained(key, sent, owners, nodes)) return walk.refuse("not_covered");
    walk.change(elementsAt(nodes));
    return mergePrimitives(key, sent, merged);
  }
  if (nodes[0].array) return mergeList(change, merged, nodes, walk);
  mergeSingle(change, merged, nodes, walk, owners);
}

/** True for `_x` where `x` may be shown in another form, which then stands in `_x` as well. */
function standsBeside(key: string, owners: Owners, walk: WriteWalk): boolean {
  const own = key.startsWith("_") ? memberNodes(owners, key.slice(1)) : undefined;
  return own !== undefined && !elementsAt(own).every((element) => walk.view.kept[element] === 1);
}

/** FHIR R4 json, 2.6.2: objects and lists are never empty. */
function isEmpty(value: JsonValue): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** `_birthDate` of a masked birth date stands for the element of `birthDate`. */
function refuseUncovered(key: string, owners: Owners, walk: WriteWalk): void {
  const own = key.startsWith("_") ? memberNodes(owners, key.slice(1)) : undefined;
  const [element] = own === undefined ? [] : elementsAt(own);
  if (element === undefined || walk.view.writable[element] === 1) walk.refuse("not_covered");
  else walk.refuse("not_writable", element);
}

function mergeList(change: Change, merged: MutableJsonObject, nodes: Owners, walk: WriteWalk): void {
  const { key } = change;
  const list = mergeItems(
    { stored: listOf(merged[key]), shown: listOf(change.shown), sent: listOf(change.sent) },
    nodes,
    walk,
    mergeObject,
  );
  if (list.length === 0) delete merged[key];
  else merged[key] = list;
}

/** An object that is taken away leaves what is not shown of it. */
function mergeSingle(
  { key, shown, sent }: Change,
  merged: MutableJsonObject,
  nodes: Owners,
  walk: WriteWalk,
  owners: Owners,
): void {
  const stored = merged[key];
  if (walk.isTransformed(nodes)) return walk.change(elementsAt(nodes));
  // Which of the variants a hidden value belongs to must not show, so all of them have to be open.
  if (nodes.some((node) => node.variants.length > 0) && !walk.mayRemove(nodes)) return walk.remove(nodes);
  if (!isJsonObject(stored)) {
    checkNewMember(key, sent ?? null, owners, walk);
    merged[key] = sent;
    return;
  }
  const held = ownersOf(stored, nodes);
  if (sent !== undefined && !areOwnedAlike(shown ?? {}, sent, nodes)) {
    walk.remove(held);
    checkNewItem(sent, nodes, walk);
    merged[key] = sent;
    return;
  }
  const value = mergeObject(stored, isJsonObject(sent) ? sent : {}, held, walk);
  if (Object.keys(value).length === 0) delete merged[key];
  else merged[key] = value;
}

/** What describes the target of a reference goes with it, unless it is an element of its own. */
function forgetTarget(merged: MutableJsonObject, owners: Owners): void {
  for (const key of ["display", "identifier"]) if (memberNodes(owners, key) === undefined) delete merged[key];
}

function listOf(value: JsonValue | undefined): JsonArray {
  return Array.isArray(value) ? (value as JsonArray) : [];
}

function copyOf(object: JsonObject): MutableJsonObject {
  const copy = newJsonObject();
  for (const key of Object.keys(object)) copy[key] = object[key];
  return copy;
}
