import { isJsonObject } from "../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../kernel/json.ts";
import type { LocateKey } from "./types.ts";

/** HL7 v2-0203: the identifier type of a medical record number. */
const MEDICAL_RECORD = "MR";

/**
 * True when a patient, as the grant shows them, is the one the key names: the record number to the letter; family name,
 * first given name or all of them, and birth date, names without regard to case, accents and spacing.
 */
export function isNamedBy(key: LocateKey, patient: JsonObject): boolean {
  if (key.kind === "mrn") return recordNumbers(patient).includes(key.mrn);
  if (patient["birthDate"] !== key.birthDate) return false;
  const [family, given] = [folded(key.family), folded(key.given)];
  return objects(patient["name"]).some((name) => {
    const all = texts(name["given"]);
    const givens = [all[0] ?? "", all.join(" ")].map(folded);
    return folded(textOf(name["family"])) === family && givens.includes(given);
  });
}

/** Search parameters of FHIR R4 Patient that find no fewer than the key names, values escaped. */
export function searchParametersOf(key: LocateKey): readonly (readonly [string, string])[] {
  if (key.kind === "mrn") return [["identifier", escaped(key.mrn)]];
  // The name by its first word: an upstream may hold the given names in one string or in several.
  const [given = ""] = key.given.trim().split(/\s+/);
  return [
    ["family", escaped(key.family.trim())],
    ["given", escaped(given)],
    ["birthdate", key.birthDate],
  ];
}

/** Record numbers of a patient that come out under the grant. */
export function recordNumbers(patient: JsonObject): readonly string[] {
  return objects(patient["identifier"])
    .filter((identifier) => typeCodes(identifier).includes(MEDICAL_RECORD))
    .map((identifier) => textOf(identifier["value"]))
    .filter((value) => value !== "");
}

function typeCodes({ type }: JsonObject): readonly string[] {
  return isJsonObject(type) ? objects(type["coding"]).map(({ code }) => textOf(code)) : [];
}

/** FHIR R4 search, 3.1.1.4.0: what parts and joins values is escaped. */
function escaped(text: string): string {
  return text.replaceAll(/[\\,$|]/g, "\\$&");
}

function folded(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll(/\s+/gu, " ").trim();
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}

function texts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
