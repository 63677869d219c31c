/** What a decision needs to know about one record; rules R1–R11 in SPEC.md. */
import type { JsonObject, JsonValue } from "../kernel/json.ts";
import { isJsonObject } from "../kernel/json.ts";
import { valuesOf } from "./fhir-path/evaluate.ts";
import { isDirectoryType, subjectParameters } from "./patient-link.ts";
import { parseReference } from "./reference.ts";
import { ownLabels } from "./lent-labels.ts";
import { surveyOf } from "./survey.ts";
import type { RecordFacts, SegmentDefinition, SegmentMask } from "./types.ts";

/**
 * Facts of one resource as the upstream sent it (before projection). `lent` are the segments that it comes by through
 * what it refers to (lent-labels.ts); who leaves them out sees the record by itself.
 * Never throws: what cannot be read leaves the record unattributed, which is denied.
 */
export function recordFactsOf(
  resource: JsonObject,
  segments: readonly SegmentDefinition[],
  lent: SegmentMask = 0,
): RecordFacts {
  const type = asText(resource["resourceType"]);
  const id = asText(resource["id"]);
  const { patients, doubtful } = patientsOf(resource, type, id);
  const { refs } = surveyOf(resource);
  return {
    type,
    id,
    patients,
    attributed: !doubtful && (patients.length > 0 || isDirectoryType(type)),
    segments: ownLabels(resource, segments) | lent,
    refs: id === "" ? [...refs] : [...new Set([`${type}/${id}`, ...refs])],
  };
}

interface Patients {
  readonly patients: readonly string[];
  /** A link that may be to a patient and cannot be followed. */
  readonly doubtful: boolean;
}

function patientsOf(resource: JsonObject, type: string, id: string): Patients {
  if (type === "Patient") return { patients: id === "" ? [] : [id], doubtful: id === "" };
  const links = subjectParameters(type).flatMap((parameter) => valuesOf(parameter.expression, resource));
  const found = new Set<string>();
  let doubtful = false;
  for (const { value } of links) {
    if (!isJsonObject(value) || linksElsewhere(value, resource)) continue;
    const target = parseReference(value);
    if (target !== undefined) found.add(target.id);
    else
      doubtful ||=
        isDirectoryType(type) || typeof value["reference"] === "string" || value["identifier"] !== undefined;
  }
  return { patients: [...found], doubtful };
}

/** True when the link is known to be to something that is not a patient. */
function linksElsewhere(link: JsonObject, resource: JsonObject): boolean {
  const type = containedType(link, resource) ?? parseReference(link)?.type ?? link["type"];
  return typeof type === "string" && type !== "Patient";
}

function containedType(link: JsonObject, resource: JsonObject): JsonValue | undefined {
  const text = link["reference"];
  if (typeof text !== "string" || !text.startsWith("#")) return undefined;
  const contained = Array.isArray(resource["contained"])
    ? (resource["contained"] as readonly JsonValue[])
    : [];
  return contained.filter(isJsonObject).find((inner) => inner["id"] === text.slice(1))?.["resourceType"];
}

function asText(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
