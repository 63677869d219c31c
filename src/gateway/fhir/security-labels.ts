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
 * Security labels of everything that comes out. Always both: narrative, contained resources and unknown extensions
 * never come out, so no copy from here is whole, and one that was sent back as if it were would wipe the rest.
 */
const LABELS: readonly JsonObject[] = [REDACTED, MINEC];

/** The resource with the labels in `meta.security`, after those it may show of its own. */
export function labeled(resource: JsonObject): JsonObject {
  const { resourceType, id, meta, ...rest } = resource;
  const own = isJsonObject(meta) ? meta : {};
  const security = Array.isArray(own["security"]) ? (own["security"] as readonly JsonValue[]) : [];
  return {
    resourceType,
    ...(id === undefined ? {} : { id }),
    meta: { ...own, security: [...security, ...LABELS] },
    ...rest,
  };
}
