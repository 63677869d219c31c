import type { Catalogue, SearchParameter } from "../../../catalogue/types.ts";
import type { Capability } from "../../../catalogue/vocabulary.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { createDateReader } from "../search/dates.ts";
import { isPermittedType, mayReferTo, permittedParameter } from "../search/permitted-parameter.ts";
import type { PlanScope } from "../search/permitted-parameter.ts";
import { isGiven } from "../show.ts";
import { INTERACTIONS } from "./interactions.ts";
import type { Offer } from "./offer.ts";
import { operationsOf } from "./operations.ts";

/** What is said of each type of which something may be done, in order. */
export function resourcesOf(offer: Offer, withExports: boolean): readonly JsonObject[] {
  const types = typesOf(offer.catalogue);
  const scope = scopeOf(offer);
  const searched = types.filter((type) => isPermittedType(scope, type));
  const references = searched.flatMap((type) => permittedOf(scope, type)).filter(isReference);
  return [...types, "Binary"]
    .toSorted()
    .flatMap((type) =>
      type === "Binary" ? [CONTENT] : resourceOf(offer, scope, references, type, withExports),
    );
}

/** Content is reached by the links that attachments show, and decided with the record that it is attached to. */
const CONTENT: JsonObject = {
  type: "Binary",
  documentation: "By the links that attachments show.",
  interaction: [{ code: "read" }],
  versioning: "no-version",
};

function resourceOf(
  offer: Offer,
  scope: PlanScope,
  references: readonly SearchParameter[],
  type: string,
  withExports: boolean,
): readonly JsonObject[] {
  const can = (capability: Capability): boolean =>
    isGiven(offer.catalogue, type, offer.granted(capability, type));
  const interaction = INTERACTIONS.filter(({ capability }) => can(capability)).map(({ code }) => ({ code }));
  if (interaction.length === 0) return [];
  const search = can("search") ? searchOf(scope, references, type) : {};
  const isRead = can("read");
  return [
    {
      type,
      interaction,
      versioning: isRead ? "versioned" : "no-version",
      readHistory: isRead,
      ...conditionsOf(can),
      ...search,
      ...(can("search") ? operationsOf(type, withExports) : {}),
    },
  ];
}

/** Writes by criteria; nothing is made by an update of an id (GW-153, GW-170). */
function conditionsOf(can: (capability: Capability) => boolean): JsonObject {
  return {
    ...(can("update") ? { updateCreate: false, conditionalUpdate: true } : {}),
    ...(can("create") ? { conditionalCreate: true } : {}),
    ...(can("delete") ? { conditionalDelete: "single" } : {}),
  };
}

/** Lists that are empty are left out: FHIR has none. */
function searchOf(scope: PlanScope, references: readonly SearchParameter[], type: string): JsonObject {
  const parameters = permittedOf(scope, type);
  const lists = {
    searchInclude: parameters
      .filter((parameter) => isReference(parameter) && leadsSomewhere(scope, parameter))
      .map(({ code }) => `${type}:${code}`),
    searchRevInclude: references
      .filter((parameter) => mayReferTo(parameter, type))
      .map(({ base, code }) => `${base}:${code}`),
    searchParam: parameters.map((parameter) => searchParamOf(scope.catalogue, parameter)),
  };
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

/** Says what the parameter reads, so that a refusal can be foreseen. */
function searchParamOf(catalogue: Catalogue, { code, type, elements = [] }: SearchParameter): JsonObject {
  const read = elements.map((element) => catalogue.elements[element]?.id ?? "");
  return { name: code, type, ...(read.length === 0 ? {} : { documentation: `Reads ${read.join(", ")}.` }) };
}

function permittedOf(scope: PlanScope, type: string): readonly SearchParameter[] {
  return scope.catalogue
    .searchParameters(type)
    .filter(({ code }) => permittedParameter(scope, type, code).ok);
}

function isReference({ type }: SearchParameter): boolean {
  return type === "reference";
}

function leadsSomewhere(scope: PlanScope, { target }: SearchParameter): boolean {
  return target.length === 0 || target.some((type) => isPermittedType(scope, type));
}

/** Types that the catalogue has an element of, in order. */
function typesOf(catalogue: Catalogue): readonly string[] {
  const types = catalogue.elements.flatMap(({ fhir }) =>
    fhir.map((path) => /^[A-Z][A-Za-z]*/.exec(path)?.[0] ?? ""),
  );
  return [...new Set(types)].filter((type) => catalogue.isResourceType(type)).toSorted();
}

/** As a search is judged; nothing is compared here. */
function scopeOf({ catalogue, timeZone, granted }: Offer): PlanScope {
  const byType = new Map<string, Uint8Array>();
  return {
    catalogue,
    grantedOf: (type) => {
      const known = byType.get(type) ?? granted("search", type);
      byType.set(type, known);
      return known;
    },
    match: { now: 0, dates: createDateReader(timeZone), baseUrl: "" },
  };
}
