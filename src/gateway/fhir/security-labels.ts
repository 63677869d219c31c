import type { Catalogue } from "../../catalogue/types.ts";
import { keptEverywhere } from "../../decision/reach.ts";
import type { Decision } from "../../decision/types.ts";
import { isJsonObject } from "../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../kernel/json.ts";

/** HL7 v3 ObservationValue, under _SECALTINTOBV. */
const REDACTED: JsonObject = {
  system: "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
  code: "REDACTED",
  display: "redacted",
};

/** HL7 v3 ActCode, under ObligationPolicy. */
const MINEC: JsonObject = {
  system: "http://terminology.hl7.org/CodeSystem/v3-ActCode",
  code: "MINEC",
  display: "minimum necessary",
};

/**
 * Security labels of every record of this type under this decision: none when the decision gives the whole
 * type on every record it reaches, else REDACTED and MINEC, whether or not anything was cut.
 */
export function labelsOf(decision: Decision, catalogue: Catalogue, type: string): readonly JsonObject[] {
  const kept = keptEverywhere(decision, type);
  const isWhole = catalogue.elementsOfType(type).every((element) => kept[element] === 1);
  return isWhole && decision.segmentsLeftOut.length === 0 ? [] : [REDACTED, MINEC];
}

/** The resource with the labels in `meta.security`, after those it may show of its own. */
export function labeled(resource: JsonObject, labels: readonly JsonObject[]): JsonObject {
  if (labels.length === 0) return resource;
  const { resourceType, id, meta, ...rest } = resource;
  const own = isJsonObject(meta) ? meta : {};
  const security = Array.isArray(own["security"]) ? (own["security"] as readonly JsonValue[]) : [];
  return {
    resourceType,
    ...(id === undefined ? {} : { id }),
    meta: { ...own, security: [...security, ...labels] },
    ...rest,
  };
}
