/** The FHIR R4 definitions, read once from the generated files when first asked for. */
import { readFileSync } from "node:fs";
import type { CodeData, DefinitionData, SearchParameterData } from "./format.ts";

/** One member of a resource, datatype or backbone, as R4 defines it. */
export interface Member {
  /** As in the definition; a choice ends with `[x]`. */
  readonly name: string;
  /** Datatypes, or the path of a backbone (`Patient.contact`). More than one: a choice. */
  readonly types: readonly string[];
  readonly array: boolean;
  /** Resource types a Reference may point to; `Resource` means any. */
  readonly targets: readonly string[];
}

/** A member as it stands in JSON: a choice has one per datatype (`valueQuantity`). */
export interface JsonMember {
  readonly key: string;
  readonly type: string;
  readonly member: Member;
}

let definitions: DefinitionData | undefined;
let searchParameters: readonly SearchParameterData[] | undefined;
let codes: CodeData | undefined;
const membersByShape = new Map<string, ReadonlyMap<string, Member>>();
const jsonMembersByShape = new Map<string, ReadonlyMap<string, JsonMember>>();

/** Shapes and Patient compartment of FHIR R4 (4.0.1). */
export function definitionData(): DefinitionData {
  definitions ??= readGenerated("definitions.json") as DefinitionData;
  return definitions;
}

/** The 1,378 SearchParameters of FHIR R4. */
export function searchParameterData(): readonly SearchParameterData[] {
  searchParameters ??= readGenerated("search-parameters.json") as readonly SearchParameterData[];
  return searchParameters;
}

/** Code lists of HL7 v3 that policy and gateway verify. */
export function codeData(): CodeData {
  codes ??= readGenerated("codes.json") as CodeData;
  return codes;
}

/** True for a resource type, complex datatype or backbone path; false for primitives. */
export function isShape(type: string): boolean {
  return Object.hasOwn(definitionData().shapes, type);
}

/** True for every concrete resource type of FHIR R4. */
export function isResourceType(name: string): boolean {
  return resourceTypes().has(name);
}

let resourceTypeSet: ReadonlySet<string> | undefined;

/** Every concrete resource type of FHIR R4. */
export function resourceTypes(): ReadonlySet<string> {
  resourceTypeSet ??= new Set(definitionData().resources);
  return resourceTypeSet;
}

/** Shape that a shape inherits from (`DomainResource`, `BackboneElement`), or the empty string. */
export function baseOf(shape: string): string {
  return definitionData().shapes[shape]?.[0] ?? "";
}

/** True when `name` is a base, near or far, of the shape: `Resource` of `Patient`. */
export function isBaseOf(name: string, shape: string): boolean {
  for (let base = baseOf(shape); base !== ""; base = baseOf(base)) if (base === name) return true;
  return false;
}

/** Members of a shape by definition name, inherited ones included. Empty at primitives and unknown types. */
export function membersOf(shape: string): ReadonlyMap<string, Member> {
  const known = membersByShape.get(shape);
  if (known !== undefined) return known;
  const texts = Object.hasOwn(definitionData().shapes, shape) ? (definitionData().shapes[shape] ?? []) : [];
  const base = texts[0] ?? "";
  const inherited = base === "" ? [] : [...membersOf(base).values()];
  const members = new Map([...inherited, ...texts.slice(1).map(parseMember)].map((m) => [m.name, m]));
  membersByShape.set(shape, members);
  return members;
}

/** Members of a shape by JSON key: `value[x]` gives `valueQuantity`, `valueString`… */
export function jsonMembersOf(shape: string): ReadonlyMap<string, JsonMember> {
  const known = jsonMembersByShape.get(shape);
  if (known !== undefined) return known;
  const members = new Map([...membersOf(shape).values()].flatMap(jsonMembers).map((m) => [m.key, m]));
  jsonMembersByShape.set(shape, members);
  return members;
}

/** The JSON members of one definition member: one, or one per datatype of a choice. */
export function jsonMembers(member: Member): JsonMember[] {
  if (!member.name.endsWith("[x]")) return [{ key: member.name, type: member.types[0] ?? "", member }];
  const stem = member.name.slice(0, -"[x]".length);
  return member.types.map((type) => ({
    key: stem + type.charAt(0).toUpperCase() + type.slice(1),
    type,
    member,
  }));
}

/** `name:Type|Type*>Target,Target` as format.ts describes it. */
function parseMember(text: string): Member {
  const [name, rest] = splitOnce(text, ":");
  const [typing, targets] = splitOnce(rest, ">");
  const array = typing.endsWith("*");
  return {
    name,
    types: (array ? typing.slice(0, -1) : typing).split("|"),
    array,
    targets: targets === "" ? [] : targets.split(","),
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function readGenerated(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./generated/${name}`, import.meta.url), "utf8"));
}
