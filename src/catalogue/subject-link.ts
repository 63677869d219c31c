/** The references that say whom a record is about, each as far as it can be followed; rules R1 to R3 in SPEC.md. */
import type { JsonObject, JsonValue } from "../kernel/json.ts";
import { isJsonObject } from "../kernel/json.ts";
import { valuesOf } from "./fhir-path/evaluate.ts";
import { subjectParameters } from "./patient-link.ts";
import { parseReference } from "./reference.ts";

/** One value of a subject parameter, FHIR R4 Reference (section 2.3.0). */
export interface SubjectLink {
  /** Logical id of what it points to; undefined where it cannot be followed. */
  readonly id: string | undefined;
  /** Type of what it points to: what is contained says it itself; undefined where nothing says. */
  readonly type: string | undefined;
  /** It has a `reference` or an `identifier`: somebody is meant, whoever that is. */
  readonly names: boolean;
}

/** What the subject parameters of its type select in a resource, in their order. Empty for a Patient. */
export function subjectLinksOf(resource: JsonObject, type: string): readonly SubjectLink[] {
  return subjectParameters(type)
    .flatMap((parameter) => valuesOf(parameter.expression, resource))
    .map(({ value }) => value)
    .filter(isJsonObject)
    .map((link) => subjectLink(link, resource));
}

function subjectLink(link: JsonObject, resource: JsonObject): SubjectLink {
  const target = parseReference(link);
  const type = containedType(link, resource) ?? target?.type ?? link["type"];
  return {
    id: target?.id,
    type: typeof type === "string" ? type : undefined,
    names: typeof link["reference"] === "string" || link["identifier"] !== undefined,
  };
}

function containedType(link: JsonObject, resource: JsonObject): JsonValue | undefined {
  const text = link["reference"];
  if (typeof text !== "string" || !text.startsWith("#")) return undefined;
  const contained = Array.isArray(resource["contained"])
    ? (resource["contained"] as readonly JsonValue[])
    : [];
  return contained.filter(isJsonObject).find((inner) => inner["id"] === text.slice(1))?.["resourceType"];
}
