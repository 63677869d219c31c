import type { Capability } from "../catalogue/vocabulary.ts";
import type { ScopeCeiling } from "./types.ts";

const V1: Readonly<Record<string, string>> = { read: "rs", write: "cud", "*": "cruds" };

/**
 * SMART App Launch scopes as ceilings: v2 (`user/Observation.rs`) and v1 (`user/Observation.read`).
 * Null when none is about resources (`openid`, `launch/patient`): then scopes do not limit. A resource scope
 * that cannot be read, or that is narrowed by a query this release cannot evaluate, grants nothing. Nor does a
 * `patient/` scope of somebody who is not the patient: the patient in context would narrow it, and none is known here.
 * Source: SMART App Launch 2.2, section 3 "Scopes for requesting FHIR resources".
 */
export function parseScopes(
  scopes: readonly string[],
  patientId: string | null,
): readonly ScopeCeiling[] | null {
  const resourceScopes = scopes.filter((text) => /^(?:patient|user|system)\//.test(text));
  if (resourceScopes.length === 0) return null;
  return resourceScopes.flatMap((text) => {
    const match = /^(?:patient|user|system)\/(\*|[A-Z][A-Za-z]+)\.([a-z*]+)$/.exec(text);
    if (match === null || (patientId === null && text.startsWith("patient/"))) return [];
    const [, type = "", given = ""] = match;
    const letters = V1[given] ?? given;
    return /^c?r?u?d?s?$/.test(letters) ? [{ text, type, can: capabilitiesOf(letters) }] : [];
  });
}

function capabilitiesOf(letters: string): ReadonlySet<Capability> {
  const can = new Set<Capability>();
  if (letters.includes("r")) can.add("read");
  if (letters.includes("s")) can.add("search");
  return can;
}
