import { jsonMembersOf } from "./fhir-r4/definitions.ts";

/**
 * Why a path is not owned. `unmapped` and `unmapped-type` ask for work on the element files,
 * `not-in-r4` for a look at the upstream; the others are withheld by design unless an element names them.
 */
export type GapKind =
  | "unmapped"
  | "unmapped-type"
  | "not-in-r4"
  | "narrative"
  | "contained"
  | "meta"
  | "implicit-rules"
  | "language"
  | "extension"
  | "primitive-extension"
  | "element-id"
  | "reference-display"
  | "reference-identifier"
  | "nested-resource";

const OF_RESOURCE: ReadonlyMap<string, GapKind> = new Map([
  ["text", "narrative"],
  ["contained", "contained"],
  ["meta", "meta"],
  ["implicitRules", "implicit-rules"],
  ["language", "language"],
]);

const OF_REFERENCE: ReadonlyMap<string, GapKind> = new Map([
  ["display", "reference-display"],
  ["identifier", "reference-identifier"],
]);

/** Kind of a JSON member that has no node. `shape` is the shape it stands in, empty where R4 has none. */
export function gapKind(shape: string, key: string): GapKind {
  if (key.startsWith("_")) return "primitive-extension";
  if (key === "extension" || key === "modifierExtension") return "extension";
  const members = jsonMembersOf(shape);
  const type = members.get(key)?.type;
  if (type === undefined) return "not-in-r4";
  if (key === "id") return "element-id";
  const special =
    shape === "Reference" ? OF_REFERENCE : members.has("implicitRules") ? OF_RESOURCE : undefined;
  return special?.get(key) ?? (type === "Resource" ? "nested-resource" : "unmapped");
}
