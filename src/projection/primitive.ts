import { DROP, KEEP, transformOf } from "../catalogue/transforms.ts";
import type { TransformCode } from "../catalogue/transforms.ts";
import type { ElementNode } from "../catalogue/types.ts";
import { JsonNumber } from "../kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue } from "../kernel/json.ts";
import { countExtension, maskedElement } from "./extensions.ts";
import type { Owners } from "./owners.ts";
import { elementsAt, transformAt } from "./owners.ts";
import type { ShownMember } from "./shown-member.ts";
import { generalizeToAgeBand } from "./transforms/age-band.ts";
import type { ShownPrimitive } from "./transforms/shown.ts";
import { tokenizePrimitive } from "./transforms/tokenize.ts";
import { generalizeToYear } from "./transforms/year.ts";
import { generalizePostalCode } from "./transforms/zip3.ts";
import type { ProjectionContext } from "./types.ts";
import type { Walk } from "./walk.ts";

/** Datatypes that may point to a contained resource with `#`. */
const POINTERS: ReadonlySet<string> = new Set(["canonical", "uri"]);

/** True for the common case of showPrimitive: a single value that one element owns and that the view keeps. */
export function keepsOutright(value: JsonValue, node: ElementNode, walk: Walk): boolean {
  if (node.children !== undefined || node.array || node.element < 0 || node.structural) return false;
  if (
    walk.vector[node.element] !== KEEP ||
    (typeof value === "object" && !(value instanceof JsonNumber)) ||
    POINTERS.has(node.datatype)
  )
    return false;
  walk.released.add(node.element);
  return true;
}

/** Shows a primitive member, one value or a list; null in a list keeps its place beside `_x`. */
export function showPrimitive(
  member: string,
  value: JsonValue,
  parent: JsonObject,
  owners: Owners,
  walk: Walk,
): ShownMember | undefined {
  const code = transformAt(owners, walk.vector);
  if (code === undefined) {
    walk.noteUnmapped();
    return undefined;
  }
  const elements = elementsAt(owners);
  if (code === DROP || pointsToContained(value, owners)) {
    walk.withhold(elements);
    return undefined;
  }
  if (code === KEEP) {
    walk.release(elements);
    return { value };
  }
  walk.withhold(elements);
  const shown = transformed({ member, value, parent, owners, code }, walk);
  if (shown !== undefined) walk.release(elements);
  return shown;
}

interface Place {
  readonly member: string;
  readonly value: JsonValue;
  readonly parent: JsonObject;
  readonly owners: Owners;
  readonly code: TransformCode;
}

function transformed(place: Place, walk: Walk): ShownMember | undefined {
  const { value } = place;
  const items = Array.isArray(value) ? (value as JsonArray) : [value];
  const transform = transformOf(place.code);
  if (transform === "mask") return { sibling: Array.isArray(value) ? [maskedElement()] : maskedElement() };
  if (transform === "count") {
    const id = walk.elements[place.owners[0].element]?.id ?? "";
    return { notes: [countExtension(id, items.filter((item) => item !== null).length)] };
  }
  const shown = items.map((item) => (item === null ? null : oneValue(item, place, walk.context)));
  if (shown.every((item) => item === null)) return undefined;
  return Array.isArray(value) ? listOf(shown) : (shown[0] ?? undefined);
}

function oneValue(value: JsonValue, place: Place, context: ProjectionContext): ShownPrimitive | null {
  const { datatype, element } = place.owners[0];
  const { tokenize } = context;
  const transform = transformOf(place.code);
  if (transform === "generalize:year") return generalizeToYear(value, datatype, context);
  if (transform === "generalize:age-band") return generalizeToAgeBand(value, datatype, place.member, context);
  if (transform === "generalize:zip3")
    return generalizePostalCode(value, place.member, place.parent, context);
  if (transform !== "tokenize" || tokenize === null) return null;
  return tokenizePrimitive(value, datatype, (text) => tokenize(element, text));
}

function listOf(shown: readonly (ShownPrimitive | null)[]): ShownMember {
  const values = shown.map((item) => (item !== null && "value" in item ? item.value : null));
  const siblings = shown.map((item) => (item !== null && "sibling" in item ? item.sibling : null));
  return siblings.every((item) => item === null) ? { value: values } : { value: values, sibling: siblings };
}

/** Contained resources never come out, so neither does a link to one (FHIR R4, references, 2.3.0.2). */
function pointsToContained(value: JsonValue, owners: Owners): boolean {
  if (!POINTERS.has(owners[0].datatype)) return false;
  const items = Array.isArray(value) ? (value as JsonArray) : [value];
  return items.some((item) => typeof item === "string" && item.startsWith("#"));
}
