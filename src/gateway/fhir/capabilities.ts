import { DROP } from "../../catalogue/transforms.ts";
import type { Catalogue, SearchParameter } from "../../catalogue/types.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { CompiledGrant, CompiledPolicy } from "../../policy/types.ts";
import { hasRule } from "./search/filter.ts";

/**
 * What this gateway can do, from the policy alone: types that some grant gives an element of, and the
 * parameters that could be asked by somebody. What one caller may ask is decided when they ask.
 * FHIR R4 CapabilityStatement.
 */
export function capabilityStatement(policy: CompiledPolicy, baseUrl: string, now: number): JsonObject {
  const grants = [...policy.roles.values()].flatMap((role) => role.grants);
  const resources = typesOf(policy.catalogue)
    .map((type) => resourceOf(policy.catalogue, type, grants))
    .filter((resource) => resource !== null);
  return {
    resourceType: "CapabilityStatement",
    status: "active",
    date: new Date(now).toISOString().slice(0, 10),
    kind: "instance",
    software: { name: "Modicum" },
    implementation: { description: "Minimum necessary access, 45 CFR 164.502(b)", url: baseUrl },
    fhirVersion: "4.0.1",
    format: ["application/fhir+json", "json"],
    rest: [
      {
        mode: "server",
        documentation:
          "A purpose of use is declared in the token, by the client's registration, or with X-Purpose-Of-Use.",
        security: { cors: false, description: "Bearer tokens (RFC 6750)" },
        resource: resources,
      },
    ],
  };
}

function resourceOf(catalogue: Catalogue, type: string, grants: readonly CompiledGrant[]): JsonObject | null {
  const elements = catalogue.elementsOfType(type);
  const giving = grants.filter((grant) => elements.some((element) => grant.elements[element] !== DROP));
  const can = (capability: "read" | "search"): boolean => giving.some((grant) => grant.can.has(capability));
  const interaction = [
    ...(can("read") ? [{ code: "read" }] : []),
    ...(can("search") ? [{ code: "search-type" }] : []),
  ];
  if (interaction.length === 0) return null;
  const given = new Set(
    elements.filter((element) => giving.some((grant) => grant.elements[element] !== DROP)),
  );
  const searchParam = can("search")
    ? catalogue
        .searchParameters(type)
        .filter((parameter) => isAskable(parameter, given))
        .map((parameter) => searchParamOf(catalogue, parameter))
    : [];
  return {
    type,
    versioning: "no-version",
    interaction,
    ...(searchParam.length === 0 ? {} : { searchParam }),
  };
}

function isAskable(parameter: SearchParameter, given: ReadonlySet<number>): boolean {
  if (parameter.footprint === undefined || !hasRule(parameter.type)) return false;
  return parameter.structural || (parameter.elements ?? []).some((element) => given.has(element));
}

/** Says what the parameter reads, so that a refusal can be foreseen. */
function searchParamOf(catalogue: Catalogue, { code, type, elements = [] }: SearchParameter): JsonObject {
  const read = elements.map((element) => catalogue.elements[element]?.id ?? "");
  return { name: code, type, ...(read.length === 0 ? {} : { documentation: `Reads ${read.join(", ")}.` }) };
}

/** Resource types that the catalogue has an element of, in order. */
function typesOf(catalogue: Catalogue): readonly string[] {
  const types = catalogue.elements.flatMap(({ fhir }) =>
    fhir.map((path) => /^[A-Z][A-Za-z]*/.exec(path)?.[0] ?? ""),
  );
  return [...new Set(types)].filter((type) => catalogue.isResourceType(type)).toSorted();
}
