import type { JsonObject } from "../../kernel/json.ts";
import type { Holder } from "../ports.ts";
import { nameOf, type RecordReference, referencesOf, textOf } from "./fhir-fields.ts";

/** Which department a place of the upstream is. */
export interface DepartmentRule {
  /** `dept-`: `Location/dept-primary-care` is the department `primary-care`. */
  readonly prefix: string;
  /** Places that do not follow it: `Location/123` to `primary-care`. */
  readonly places: Readonly<Record<string, string>>;
}

export const DEFAULT_DEPARTMENTS: DepartmentRule = { prefix: "dept-", places: {} };

/** Resource types that tell who and where a reference stands for. */
export const DIRECTORY_TYPES = ["PractitionerRole", "Location", "Organization", "HealthcareService"] as const;

/** Resolves references to practitioners, roles and places to who holds a fact (REL-2, REL-3). */
export interface Directory {
  /** None when the reference stands for nobody of the upstream's workforce. */
  holdersOf(reference: RecordReference): readonly Holder[];
  /** Departments that a practitioner works at, by active roles. */
  departmentsOf(reference: RecordReference): readonly Holder[];
}

/** Builds the directory from PractitionerRole, Location, Organization and HealthcareService. */
export function buildDirectory(resources: Iterable<JsonObject>, rule: DepartmentRule): Directory {
  const practitionerOfRole = new Map<string, string>();
  const placesOfPractitioner = new Map<string, string[]>();
  const parents = new Map<string, readonly string[]>();
  for (const resource of resources) {
    const name = nameOf(resource);
    if (name === undefined) continue;
    if (name.startsWith("PractitionerRole/")) addRole(name, resource);
    else parents.set(name, parentsOf(resource));
  }

  function addRole(name: string, role: JsonObject): void {
    const practitioner = referencesOf(role["practitioner"])[0];
    if (role["active"] === false || practitioner?.type !== "Practitioner") return;
    practitionerOfRole.set(name, practitioner.id);
    const places = [role["location"], role["organization"], role["healthcareService"]].flatMap(namesIn);
    placesOfPractitioner.set(practitioner.id, [
      ...(placesOfPractitioner.get(practitioner.id) ?? []),
      ...places,
    ]);
  }

  function departmentOf(place: string): Holder | undefined {
    const seen = new Set<string>();
    for (let level = [place]; level.length > 0;) {
      for (const name of level) seen.add(name);
      const found = level.flatMap((name) => departmentNamed(name, rule) ?? [])[0];
      if (found !== undefined) return `department/${found}`;
      level = level.flatMap((name) => parents.get(name) ?? []).filter((name) => !seen.has(name));
    }
    return undefined;
  }

  return {
    holdersOf({ type, id }) {
      if (type === "Practitioner") return [`Practitioner/${id}`];
      const practitioner = practitionerOfRole.get(`${type}/${id}`);
      if (practitioner !== undefined) return [`Practitioner/${practitioner}`];
      return isPlace(type) ? present(departmentOf(`${type}/${id}`)) : [];
    },
    departmentsOf({ type, id }) {
      const practitioner = type === "Practitioner" ? id : practitionerOfRole.get(`${type}/${id}`);
      const places = placesOfPractitioner.get(practitioner ?? "") ?? [];
      return [...new Set(places.flatMap((place) => present(departmentOf(place))))];
    },
  };
}

function departmentNamed(place: string, rule: DepartmentRule): string | undefined {
  const named = rule.places[place];
  if (named !== undefined) return named;
  const [type, id = ""] = place.split("/");
  if (type === "HealthcareService" || !id.startsWith(rule.prefix)) return undefined;
  return id.slice(rule.prefix.length) || undefined;
}

function isPlace(type: string): boolean {
  return type === "Location" || type === "Organization" || type === "HealthcareService";
}

function parentsOf(place: JsonObject): readonly string[] {
  if (place["active"] === false || textOf(place["status"]) === "inactive") return [];
  return [place["partOf"], place["location"], place["managingOrganization"], place["providedBy"]].flatMap(
    namesIn,
  );
}

function namesIn(value: JsonObject[string]): readonly string[] {
  return referencesOf(value).map(({ type, id }) => `${type}/${id}`);
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
