/** Records of types that the demo hospital has none of, sketched from their R4 definitions. */
import { isShape, jsonMembersOf } from "../../src/catalogue/fhir-r4/definitions.ts";
import { parseJsonObject } from "../../src/kernel/json.ts";
import type { JsonObject } from "../../src/kernel/json.ts";

type Plain = Readonly<Record<string, unknown>>;

const DEPTH = 4;
/** Left to planting.ts, and to the version. */
const SKIPPED: ReadonlySet<string> = new Set([
  "id",
  "meta",
  "text",
  "contained",
  "extension",
  "modifierExtension",
  "implicitRules",
  "language",
  "resourceType",
]);
const LINKS: ReadonlySet<string> = new Set([
  "patient",
  "subject",
  "individual",
  "for",
  "beneficiary",
  "policyHolder",
]);

/** One record of each of these types, about this patient, with a value at every member down to some depth. */
export function sketched(types: readonly string[], patientId: string): readonly JsonObject[] {
  return types.map((type) => {
    const members = membersOf(type, `Patient/${patientId}`, DEPTH);
    return parseJsonObject(
      JSON.stringify({ resourceType: type, id: `sketched-${type.toLowerCase()}`, ...members }),
    );
  });
}

function membersOf(shape: string, patient: string, depth: number): Plain {
  const entries = [...jsonMembersOf(shape)].flatMap(([name, { type, member }]) => {
    if (SKIPPED.has(name) || name.startsWith("_")) return [];
    const value =
      LINKS.has(name) && type === "Reference" ? { reference: patient } : valueOf(type, patient, depth);
    return value === undefined ? [] : [[name, member.array ? [value] : value] as const];
  });
  return Object.fromEntries(entries);
}

function valueOf(type: string, patient: string, depth: number): unknown {
  if (type === "Reference") return { reference: "Practitioner/practitioner-paul-provider" };
  if (type === "CodeableConcept") return { coding: [{ system: "urn:sketch", code: "c1" }], text: "Sketch" };
  if (type === "Resource" || type === "Extension") return undefined;
  if (isShape(type)) return depth === 0 ? undefined : membersOf(type, patient, depth - 1);
  return PRIMITIVES[type] ?? "sketch";
}

const PRIMITIVES: Readonly<Record<string, unknown>> = {
  boolean: true,
  integer: 3,
  positiveInt: 3,
  unsignedInt: 3,
  decimal: 1.5,
  date: "2025-03-01",
  dateTime: "2025-03-01T10:00:00Z",
  instant: "2025-03-01T10:00:00Z",
  time: "10:00:00",
  base64Binary: "c2tldGNo",
  uri: "urn:sketch",
  url: "http://sketch.test",
  canonical: "http://sketch.test/q",
};
