import { DROP, transformOf } from "../catalogue/transforms.ts";
import type { Transform, TransformCode } from "../catalogue/transforms.ts";
import { isJsonObject, newJsonObject } from "../kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue } from "../kernel/json.ts";
import { mergeElements } from "./extensions.ts";
import { ItemGroup } from "./item-group.ts";
import type { Owners } from "./owners.ts";
import { elementsAt, memberNodes, ownersOf, transformAt } from "./owners.ts";
import { keepsOutright, showPrimitive } from "./primitive.ts";
import { Rebuilt } from "./shown-member.ts";
import type { ShownMember } from "./shown-member.ts";
import { tokenizeComplex } from "./transforms/tokenize.ts";
import { generalizeAddress } from "./transforms/zip3.ts";
import { givesAny } from "./visibility.ts";
import type { Walk } from "./walk.ts";

/**
 * Builds what of an object may be seen, member by member from the allow-list of its owners.
 * Undefined when nothing comes out.
 */
export function rebuildObject(object: JsonObject, owners: Owners, walk: Walk): JsonObject | undefined {
  const rebuilt = new Rebuilt();
  const only = owners.length === 1 ? owners[0].children : undefined;
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined || value === null) continue;
    const leaf = only?.get(key);
    if (leaf !== undefined && keepsOutright(value, leaf, walk)) {
      rebuilt.set(key, value);
      continue;
    }
    walk.path.push(key);
    const shown = showMember(key, value, object, owners, walk);
    walk.path.pop();
    if (shown !== undefined) rebuilt.add(key, shown);
  }
  return rebuilt.finished(isExtension(owners));
}

function showMember(
  key: string,
  value: JsonValue,
  parent: JsonObject,
  owners: Owners,
  walk: Walk,
): ShownMember | undefined {
  const nodes = memberNodes(owners, key);
  if (nodes === undefined || !hasShapeOf(nodes, value)) {
    walk.noteUnmapped();
    return undefined;
  }
  // The url of an extension comes out with its value, whatever the transform: without it the value is invalid.
  if (key === "url" && isExtension(owners)) return { value };
  return isPrimitive(nodes)
    ? showPrimitive(key, value, parent, nodes, walk)
    : showComplex(value, nodes, walk);
}

/** True where a value is an Extension, whose url comes and goes with what it holds. */
export function isExtension(owners: Owners): boolean {
  return owners[0].datatype === "Extension";
}

/** True where a value has no members of its own. */
export function isPrimitive(nodes: Owners): boolean {
  return nodes.some((node) => node.children === undefined);
}

/** Lists where FHIR has lists, objects where it has objects: in another shape the value is not what an element covers. */
export function hasShapeOf(nodes: Owners, value: JsonValue): boolean {
  const isArray = Array.isArray(value);
  for (const node of nodes) if (node.array !== isArray) return false;
  const wantsObject = !isPrimitive(nodes);
  if (!isArray) return isJsonObject(value) === wantsObject;
  for (const item of value as JsonArray) {
    if (Array.isArray(item) || (item !== null && isJsonObject(item) !== wantsObject)) return false;
  }
  return true;
}

function showComplex(value: JsonValue, nodes: Owners, walk: Walk): ShownMember | undefined {
  const group = new ItemGroup();
  for (const item of Array.isArray(value) ? (value as JsonArray) : [value]) {
    if (isJsonObject(item)) showItem(item, ownersOf(item, nodes), walk, group);
    else group.items.push(null);
  }
  return group.shown(Array.isArray(value));
}

/** Adds to the group what of one item comes out. */
export function showItem(item: JsonObject, owners: Owners, walk: Walk, group: ItemGroup): void {
  const code = transformAt(owners, walk.vector);
  const hidden = code === DROP && !givesAny(owners, walk.vector);
  if (hidden || pointsToContained(item, owners)) {
    walk.withhold(elementsAt(owners));
    return;
  }
  if (code === undefined || isWalkedThrough(code, owners[0].datatype)) {
    group.add(rebuildObject(item, owners, walk));
    return;
  }
  showTransformed(item, owners, code, walk, group);
}

/** True when the transform is a matter of the members; false when it acts on the value as a whole. */
export function isWalkedThrough(code: TransformCode, datatype: string): boolean {
  const transform = transformOf(code);
  if (transform === "mask" || transform === "count") return false;
  if (transform === "generalize:zip3") return datatype !== "Address";
  return transform !== "tokenize" || isContainer(datatype);
}

function isContainer(datatype: string): boolean {
  return datatype === "Extension" || datatype === "Element" || datatype === "BackboneElement";
}

/** The part that the owners own is transformed as a whole; members that other elements own stand beside it. */
function showTransformed(
  item: JsonObject,
  owners: Owners,
  code: TransformCode,
  walk: Walk,
  group: ItemGroup,
): void {
  const elements = elementsAt(owners);
  const own = rebuildObject(item, owners, walk.only(elements));
  const beside = walk.without(elements);
  const rest = rebuildObject(item, owners, beside);
  walk.absorb(beside);
  if (own === undefined) {
    group.add(rest);
    return;
  }
  walk.withhold(elements);
  const transform = transformOf(code);
  if (transform === "mask") group.mask(own, owners[0].datatype, rest);
  else if (transform === "count") group.count(walk.elements[owners[0].element]?.id ?? "", rest);
  else {
    const shown = wholeValue(own, transform, owners, walk);
    group.add(
      shown === undefined || rest === undefined
        ? (shown ?? rest)
        : inOrderOf(item, mergeElements(rest, shown)),
    );
    if (shown === undefined) return;
  }
  walk.release(elements);
}

function inOrderOf(item: JsonObject, merged: JsonObject): JsonObject {
  const ordered = newJsonObject();
  for (const key of [...Object.keys(item), ...Object.keys(merged)]) {
    if (merged[key] !== undefined) ordered[key] = merged[key];
  }
  return ordered;
}

function wholeValue(
  own: JsonObject,
  transform: Transform,
  owners: Owners,
  walk: Walk,
): JsonObject | undefined {
  const { datatype, element } = owners[0];
  if (transform === "generalize:zip3") return generalizeAddress(own, walk.context);
  const { tokenize } = walk.context;
  if (transform !== "tokenize" || tokenize === null) return undefined;
  return tokenizeComplex(own, datatype, (text) => tokenize(element, text));
}

/** Contained resources never come out, so neither does a reference to one (FHIR R4, references, 2.3.0.2). */
function pointsToContained(item: JsonObject, owners: Owners): boolean {
  const target = item["reference"];
  return owners[0].datatype === "Reference" && typeof target === "string" && target.startsWith("#");
}
