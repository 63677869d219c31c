import { isShape, jsonMembersOf } from "../../../catalogue/fhir-r4/definitions.ts";
import { KEEP } from "../../../catalogue/transforms.ts";
import type { TransformVector } from "../../../catalogue/transforms.ts";
import type { ElementNode } from "../../../catalogue/types.ts";
import { isJsonObject, newJsonObject } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import { elementsAt, memberNodes, ownersOf, transformAt } from "../../../projection/owners.ts";
import type { Owners } from "../../../projection/owners.ts";

/** An attachment of a record whose content the caller may have, with the elements that own it. */
export interface GrantedAttachment {
  readonly attachment: JsonObject;
  readonly elements: readonly number[];
}

/**
 * The resource with every Attachment in it changed, wherever FHIR R4 (datatypes, 2.24.0.7) lets one stand: in
 * extensions and choices too. By the definitions and not by where one is expected, so that none is overlooked.
 */
export function mapAttachments(
  resource: JsonObject,
  change: (attachment: JsonObject) => JsonObject,
): JsonObject {
  const type = resource["resourceType"];
  return typeof type === "string" ? mapObject(resource, type, change) : resource;
}

function mapObject(object: JsonObject, shape: string, change: (one: JsonObject) => JsonObject): JsonObject {
  const members = jsonMembersOf(shape);
  let changed: Record<string, JsonValue | undefined> | undefined;
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined || typeof value !== "object" || value === null) continue;
    // What stands beside a primitive holds extensions alone.
    const type = key.startsWith("_") ? "Element" : members.get(key)?.type;
    if (type === undefined || !isShape(type)) continue;
    const mapped = mapValue(value, type, change);
    if (mapped !== value) (changed ??= Object.assign(newJsonObject(), object))[key] = mapped;
  }
  const result = changed ?? object;
  return shape === "Attachment" ? change(result) : result;
}

function mapValue(value: JsonValue, shape: string, change: (one: JsonObject) => JsonObject): JsonValue {
  if (isJsonObject(value)) return mapObject(value, shape, change);
  if (!Array.isArray(value)) return value;
  const items = value as readonly JsonValue[];
  const mapped = items.map((item) => mapValue(item, shape, change));
  return mapped.every((item, at) => item === items[at]) ? value : mapped;
}

/** The attachments of a record, as the upstream sent it, whose owners all give them untransformed. */
export function grantedAttachments(
  record: JsonObject,
  tree: ElementNode,
  elements: TransformVector,
): readonly GrantedAttachment[] {
  const found: GrantedAttachment[] = [];
  collect(record, ownersOf(record, [tree]), elements, found);
  return found;
}

/** Ends, although trees are cyclic: it goes no deeper than the record. */
function collect(
  object: JsonObject,
  owners: Owners,
  vector: TransformVector,
  found: GrantedAttachment[],
): void {
  if (owners[0].datatype === "Attachment") {
    const nodes = memberNodes(owners, "url");
    if (nodes !== undefined && transformAt(nodes, vector) === KEEP)
      found.push({ attachment: object, elements: elementsAt(nodes) });
    return;
  }
  for (const [key, value] of Object.entries(object)) {
    const nodes = value === undefined ? undefined : memberNodes(owners, key);
    if (nodes === undefined || nodes[0].children === undefined) continue;
    for (const item of Array.isArray(value) ? (value as readonly JsonValue[]) : [value])
      if (isJsonObject(item)) collect(item, ownersOf(item, nodes), vector, found);
  }
}
