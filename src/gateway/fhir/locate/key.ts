import type { LocateKey } from "../../../governance/locate/types.ts";
import { isJsonObject, parseJsonObject } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Of each parameter, in characters. */
const LONGEST = 100;

/**
 * The key in a FHIR R4 Parameters resource: `mrn`, or `family`, `given` and `birthDate`, each once and as the type that
 * its name says. Null for anything else, a parameter more among it.
 */
export function keyIn(body: Uint8Array): LocateKey | null {
  try {
    const resource = parseJsonObject(body);
    if (resource["resourceType"] !== "Parameters") return null;
    return keyOf(parametersOf(resource["parameter"]));
  } catch {
    return null;
  }
}

function keyOf(values: ReadonlyMap<string, string> | null): LocateKey | null {
  if (values === null) return null;
  const [mrn, family, given, birthDate] = ["mrn", "family", "given", "birthDate"].map((name) =>
    values.get(name),
  );
  if (values.size === 1 && mrn !== undefined) return { kind: "mrn", mrn };
  if (values.size !== 3 || family === undefined || given === undefined) return null;
  if (birthDate === undefined || !DATE.test(birthDate)) return null;
  return { kind: "name", family, given, birthDate };
}

function parametersOf(value: JsonValue | undefined): ReadonlyMap<string, string> | null {
  if (!Array.isArray(value)) return null;
  const values = new Map<string, string>();
  for (const item of value as readonly JsonValue[]) {
    const named = isJsonObject(item) ? namedValue(item) : null;
    if (named === null || values.has(named[0])) return null;
    values.set(...named);
  }
  return values;
}

function namedValue({ name, ...rest }: JsonObject): readonly [string, string] | null {
  const type = name === "birthDate" ? "valueDate" : "valueString";
  const value = rest[type];
  if (typeof name !== "string" || typeof value !== "string" || Object.keys(rest).length !== 1) return null;
  const text = value.trim();
  return text === "" || text.length > LONGEST ? null : [name, text];
}
