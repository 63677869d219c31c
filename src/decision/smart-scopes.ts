import type { Capability } from "../catalogue/vocabulary.ts";
import type { RecordPredicate, ScopeCeiling } from "./types.ts";

/** SMART App Launch v1: `.read` is `.rs` of v2, `.write` is `.cud`. */
const V1: Readonly<Record<string, string>> = { read: "rs", write: "cud", "*": "cruds" };
/** `patient/Observation.rs?category=laboratory`: context, type, letters, query. */
const SCOPE = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]+)\.([a-z*]+)(?:\?(.*))?$/;
const LETTERS = /^c?r?u?d?s?$/;
/** A search parameter of the standard, without modifier and without chain. */
const CODE = /^[a-z][A-Za-z0-9-]{0,63}$/;
const CAPABILITIES: Readonly<Record<string, Capability>> = { r: "read", s: "search" };

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
  const resourceScopes = scopes.filter((text) => /^(?:patient|user|system)\//.test(text));
  if (resourceScopes.length === 0) return null;
  return resourceScopes.flatMap((text) => parseScope(text, patientId) ?? []);
}

function parseScope(text: string, patientId: string | null): ScopeCeiling | null {
  const match = SCOPE.exec(text);
  if (match === null) return null;
  const [, context, type = "", given = "", query] = match;
  const letters = V1[given] ?? given;
  const isOfPatient = context === "patient";
  if (!LETTERS.test(letters) || (isOfPatient && patientId === null)) return null;
  const pairs = query === undefined ? undefined : parseQuery(query);
  if (pairs === null) return null;
  return {
    text,
    type,
    can: new Set([...letters].flatMap((letter) => CAPABILITIES[letter] ?? [])),
    ...(isOfPatient && patientId !== null ? { patient: patientId } : {}),
    ...(pairs === undefined ? {} : { query: pairs }),
  };
}

/** Null when it is empty, or names what is no plain search parameter. */
function parseQuery(text: string): readonly (readonly [string, string])[] | null {
  const pairs = [...new URLSearchParams(text)];
  const isPlain = pairs.every(([code, value]) => CODE.test(code) && value !== "");
  return pairs.length > 0 && isPlain ? pairs : null;
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
