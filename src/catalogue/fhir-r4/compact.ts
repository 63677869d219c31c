/**
 * FHIR R4 as published (45 MB) → what Modicum reads of it (under 1 MB).
 * Pure and deterministic, so that a test can regenerate and compare bytes.
 */
import type {
  Source,
  SourceConcept,
  SourceElement,
  SourceSearchParameter,
  SourceStructure,
  SourceType,
} from "./source.ts";
import type { CodeData, DefinitionData, SearchParameterData } from "./format.ts";

const STRUCTURE_URL = "http://hl7.org/fhir/StructureDefinition/";
const FHIR_TYPE_URL = `${STRUCTURE_URL}structuredefinition-fhir-type`;

/** Shapes of all resources, datatypes and backbones, and the Patient compartment. */
export function compactDefinitions(source: Source): DefinitionData {
  const structures = source.structures.filter(isDefinition);
  const shapes: Record<string, string[]> = {};
  for (const structure of structures) Object.assign(shapes, shapesOf(structure));
  return {
    fhirVersion: "4.0.1",
    resources: structures
      .filter((s) => s.kind === "resource" && !s.abstract)
      .map((s) => s.name)
      .toSorted(),
    shapes: sortedByKey(shapes),
    patientCompartment: Object.fromEntries(
      source.patientCompartment.flatMap(({ code, param }) =>
        param === undefined ? [] : [[code, [...param]]],
      ),
    ),
  };
}

/** Every SearchParameter, in the order of publication. */
export function compactSearchParameters(source: Source): SearchParameterData[] {
  return source.searchParameters.map(compactSearchParameter);
}

/** Codes that the policy and the gateway write or verify, with their parents. */
export function compactCodes(source: Source): CodeData {
  return {
    purposeOfUse: parentsUnder(source, "v3-ActReason", "PurposeOfUse"),
    informationSensitivity: parentsUnder(source, "v3-ActCode", "_InformationSensitivityPolicy"),
    privacyLaw: parentsUnder(source, "v3-ActCode", "_ActPrivacyLaw"),
    obligation: parentsUnder(source, "v3-ActCode", "ObligationPolicy"),
    securityIntegrity: parentsUnder(source, "v3-ObservationValue", "_SECINTOBV"),
    confidentiality: parentsUnder(source, "v3-Confidentiality", "_Confidentiality"),
  };
}

/** Stable text of a generated file: one top-level or second-level entry a line, so that a diff can be read. */
export function generatedText(value: DefinitionData | readonly SearchParameterData[] | CodeData): string {
  if (Array.isArray(value)) return `[\n${value.map((item) => JSON.stringify(item)).join(",\n")}\n]\n`;
  const parts = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}:${sectionText(part)}`);
  return `{\n${parts.join(",\n")}\n}\n`;
}

function sectionText(part: unknown): string {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return JSON.stringify(part);
  const lines = Object.entries(part).map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item)}`);
  return `{\n${lines.join(",\n")}\n}`;
}

function isDefinition(structure: SourceStructure): boolean {
  return (
    structure.derivation !== "constraint" &&
    (structure.kind === "resource" || structure.kind === "complex-type")
  );
}

function shapesOf(structure: SourceStructure): Record<string, string[]> {
  const elements = structure.snapshot.element;
  const parents = new Set(elements.map((element) => parentOf(element.path)));
  const base = structure.baseDefinition?.slice(STRUCTURE_URL.length) ?? "";
  const inherited = base === "" ? new Set<string>() : INHERITED[base];
  const shapes: Record<string, string[]> = {};
  for (const element of elements) {
    const parent = parentOf(element.path);
    if (parents.has(element.path))
      shapes[element.path] = [element.path === structure.name ? base : (element.type?.[0]?.code ?? "")];
    if (parent === "") continue;
    const name = element.path.slice(parent.length + 1);
    const known = parent === structure.name ? inherited : INHERITED[shapes[parent]?.[0] ?? ""];
    if (known?.has(name)) continue;
    shapes[parent]?.push(memberText(name, element, parents.has(element.path)));
  }
  return shapes;
}

const ELEMENT_MEMBERS = ["id", "extension"];
const RESOURCE_MEMBERS = ["id", "meta", "implicitRules", "language"];
/** Members that a shape has from its base and does not repeat. */
const INHERITED: Readonly<Record<string, ReadonlySet<string>>> = {
  Element: new Set(ELEMENT_MEMBERS),
  BackboneElement: new Set([...ELEMENT_MEMBERS, "modifierExtension"]),
  Resource: new Set(RESOURCE_MEMBERS),
  DomainResource: new Set([...RESOURCE_MEMBERS, "text", "contained", "extension", "modifierExtension"]),
};

function memberText(name: string, element: SourceElement, isBackbone: boolean): string {
  const types = memberTypes(element, isBackbone).join("|");
  const targets = [...new Set((element.type ?? []).flatMap(targetsOf))];
  return `${name}:${types}${element.max === "1" ? "" : "*"}${targets.length > 0 ? `>${targets.join(",")}` : ""}`;
}

function memberTypes(element: SourceElement, isBackbone: boolean): string[] {
  if (element.contentReference !== undefined)
    return [element.contentReference.slice(element.contentReference.indexOf("#") + 1)];
  if (isBackbone) return [element.path];
  return (element.type ?? []).map(typeName);
}

function typeName(type: SourceType): string {
  const declared = type.extension?.find((extension) => extension.url === FHIR_TYPE_URL)?.valueUrl;
  return declared ?? (type.code.startsWith("http://hl7.org/fhirpath/") ? "string" : type.code);
}

function targetsOf(type: SourceType): string[] {
  if (type.code !== "Reference") return [];
  // The package adds targets of its own product under another base; R4 has none of them.
  const profiles = (type.targetProfile ?? []).filter((profile) => profile.startsWith(STRUCTURE_URL));
  return profiles.map((profile) => profile.slice(STRUCTURE_URL.length));
}

function compactSearchParameter(parameter: SourceSearchParameter): SearchParameterData {
  return {
    code: parameter.code,
    base: [...parameter.base],
    type: parameter.type,
    ...(parameter.expression === undefined ? {} : { expression: parameter.expression }),
    ...(parameter.target === undefined ? {} : { target: [...parameter.target] }),
    ...(parameter.component === undefined ? {} : { component: parameter.component.map((c) => c.expression) }),
  };
}

function parentsUnder(source: Source, system: string, root: string): Record<string, string> {
  const parents: Record<string, string> = {};
  const visit = (concept: SourceConcept, parent: string | null): void => {
    const inside = parent !== null || concept.code === root;
    if (parent !== null) parents[concept.code] = parent;
    for (const child of concept.concept ?? []) visit(child, inside ? concept.code : null);
  };
  for (const concept of source.codeSystems.find((s) => s.id === system)?.concept ?? []) visit(concept, null);
  if (Object.keys(parents).length === 0) throw new RangeError(`no code under \`${root}\` in \`${system}\``);
  return sortedByKey(parents);
}

function sortedByKey<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf(".")));
}
