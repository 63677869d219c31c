/** What a decision needs to know about one record; rules R1–R7 in SPEC.md. */
import type { JsonObject, JsonValue } from "../kernel/json.ts";
import { isJsonObject } from "../kernel/json.ts";
import { valuesOf } from "./fhir-path/evaluate.ts";
import { jsonMembersOf } from "./fhir-r4/definitions.ts";
import { isDirectoryType, subjectParameters } from "./patient-link.ts";
import { parseReference } from "./reference.ts";
import { codingKey, segmentsOf } from "./segment-labels.ts";
import type { RecordFacts, SegmentDefinition } from "./types.ts";

/**
 * Facts of one resource as the upstream sent it (before projection).
 * Never throws: what cannot be read leaves the record unattributed, which is denied.
 */
export function recordFactsOf(resource: JsonObject, segments: readonly SegmentDefinition[]): RecordFacts {
  const type = asText(resource["resourceType"]);
  const id = asText(resource["id"]);
  const { patients, doubtful } = patientsOf(resource, type, id);
  const survey = surveyOf(resource, type);
  return {
    type,
    id,
    patients,
    attributed: !doubtful && (patients.length > 0 || isDirectoryType(type)),
    segments: segmentsOf(survey.security, survey.codings, segments),
    refs: id === "" ? [...survey.refs] : [...new Set([`${type}/${id}`, ...survey.refs])],
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

/** Everything a resource mentions: codings anywhere in it, and the records it refers to. */
interface Survey {
  readonly security: Set<string>;
  readonly codings: Set<string>;
  readonly refs: Set<string>;
}

function surveyOf(resource: JsonObject, type: string): Survey {
  const survey: Survey = { security: new Set(), codings: new Set(), refs: new Set() };
  collectSecurity(resource, survey.security);
  collect(resource, { shape: type, targets: [] }, survey, true);
  return survey;
}

interface Context {
  /** Shape in the definitions; empty where they do not reach, which ends no search for codings. */
  readonly shape: string;
  readonly targets: readonly string[];
}

function collect(value: JsonValue | undefined, context: Context, survey: Survey, ownLinks: boolean): void {
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) collect(item, context, survey, ownLinks);
    return;
  }
  if (!isJsonObject(value)) return;
  if (typeof value["code"] === "string")
    survey.codings.add(codingKey(asText(value["system"]), value["code"]));
  if (ownLinks && typeof value["reference"] === "string") addRefs(value, context.targets, survey.refs);
  const members = jsonMembersOf(context.shape);
  for (const [key, inner] of Object.entries(value)) {
    const known = members.get(key);
    const below = { shape: known?.type ?? "", targets: known?.member.targets ?? [] };
    // A contained resource lends its codings, never its links: they would widen what a fact about one record reaches.
    collect(inner, below, survey, ownLinks && key !== "contained");
  }
}

/** A `urn:` link has no type of its own, so it stands for each type the definition allows. */
function addRefs(reference: JsonObject, targets: readonly string[], into: Set<string>): void {
  const target = parseReference(reference);
  if (target === undefined) return;
  const types = target.type === undefined ? targets.filter((type) => type !== "Resource") : [target.type];
  for (const type of types) into.add(`${type}/${target.id}`);
}

function collectSecurity(resource: JsonObject, into: Set<string>): void {
  const meta = resource["meta"];
  const labels =
    isJsonObject(meta) && Array.isArray(meta["security"]) ? (meta["security"] as readonly JsonValue[]) : [];
  for (const label of labels.filter(isJsonObject))
    into.add(codingKey(asText(label["system"]), asText(label["code"])));
  const contained = Array.isArray(resource["contained"])
    ? (resource["contained"] as readonly JsonValue[])
    : [];
  for (const inner of contained.filter(isJsonObject)) collectSecurity(inner, into);
}

function asText(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
