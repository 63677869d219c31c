import type { JsonObject } from "../../../kernel/json.ts";

/** Operations of types that have a rule, by the names and definitions that the standards give them. */
const OPERATIONS: Readonly<Record<string, readonly Offered[]>> = {
  Encounter: [
    { name: "everything", definition: "http://hl7.org/fhir/OperationDefinition/Encounter-everything" },
  ],
  Group: [{ name: "export", definition: "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export" }],
  Patient: [
    { name: "everything", definition: "http://hl7.org/fhir/OperationDefinition/Patient-everything" },
    { name: "export", definition: "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/patient-export" },
  ],
};

const SYSTEM_EXPORT: Offered = {
  name: "export",
  definition: "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export",
};

interface Offered {
  readonly name: string;
  readonly definition: string;
}

/** `operation` of a type, or of everything where `type` is null; nothing where there is none. */
export function operationsOf(type: string | null, withExports: boolean): JsonObject {
  const all = type === null ? [SYSTEM_EXPORT] : (OPERATIONS[type] ?? []);
  const offered = all.filter(({ name }) => withExports || name !== "export");
  return offered.length === 0
    ? {}
    : { operation: offered.map(({ name, definition }) => ({ name, definition })) };
}
