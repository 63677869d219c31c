import { isResourceScope, readSmartScope } from "../catalogue/smart-scope.ts";
import type { Capability } from "../catalogue/vocabulary.ts";
import type { RecordPredicate, ScopeCeiling } from "./types.ts";

const CAPABILITIES: Readonly<Record<string, Capability>> = {
  c: "create",
  r: "read",
  u: "update",
  d: "delete",
  s: "search",
};

/**
 * SMART App Launch scopes as ceilings: v2 (`user/Observation.rs`, `.cruds`, with a query) and v1
 * (`user/Observation.read`). Null when none is about resources (`openid`, `launch/patient`): then scopes do not limit.
 * A resource scope that cannot be read, or whose query holds a modifier, a chain or a result parameter, grants nothing;
 * nor does a `patient/` scope without `patientId`, the patient in context: the launch's, or the person themself.
 * Source: SMART App Launch 2.2, "Scopes for requesting FHIR resources".
 */
export function parseScopes(
  scopes: readonly string[],
  patientId: string | null,
): readonly ScopeCeiling[] | null {
  const resourceScopes = scopes.filter(isResourceScope);
  if (resourceScopes.length === 0) return null;
  return resourceScopes.flatMap((text) => parseScope(text, patientId) ?? []);
}

function parseScope(text: string, patientId: string | null): ScopeCeiling | null {
  const scope = readSmartScope(text);
  if (scope === null || (scope.context === "patient" && patientId === null)) return null;
  return {
    text,
    type: scope.type,
    can: new Set(scope.letters.split("").flatMap((letter) => CAPABILITIES[letter] ?? [])),
    ...(scope.context === "patient" && patientId !== null ? { patient: patientId } : {}),
    ...(scope.query === null ? {} : { query: scope.query }),
  };
}

/** True where the scope covers only some records of its type. */
export function isNarrowed({ patient, query }: ScopeCeiling): boolean {
  return patient !== undefined || query !== undefined;
}

/** Records that none of these scopes covers. */
export function coveredByNone(scopes: readonly ScopeCeiling[]): RecordPredicate {
  return { kind: "all", of: scopes.map((scope) => ({ kind: "not", of: coveredBy(scope) })) };
}

function coveredBy({ text, type, patient, query }: ScopeCeiling): RecordPredicate {
  const ofType: RecordPredicate[] = type === "*" ? [] : [{ kind: "type", types: new Set([type]) }];
  const ofPatient = patient === undefined ? [] : [ofNobodyBut(patient)];
  const matching: RecordPredicate[] = query === undefined ? [] : [{ kind: "matches", scope: text }];
  return { kind: "all", of: [...ofType, ...ofPatient, ...matching] };
}

/** About this patient alone, or about no patient at all. */
function ofNobodyBut(patientId: string): RecordPredicate {
  const own: RecordPredicate = { kind: "patients", ids: new Set([patientId]) };
  const neither: readonly RecordPredicate[] = [
    { kind: "not", of: own },
    { kind: "not", of: { kind: "directory" } },
  ];
  return { kind: "not", of: { kind: "all", of: neither } };
}
