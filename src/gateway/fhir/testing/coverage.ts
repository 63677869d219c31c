import type { Catalogue } from "../../../catalogue/types.ts";
import { ruleOf } from "../interactions.ts";
import type { Interaction, InteractionName } from "../route.ts";
import type { Tally } from "./tally.ts";

/** One of each interaction, to look its rule up by. A new interaction does not compile without. */
const ONE_OF_EACH: { readonly [N in InteractionName]: Interaction & { readonly name: N } } = {
  "fhir.capabilities": { name: "fhir.capabilities" },
  "fhir.read": { name: "fhir.read", type: "Patient", id: "p1" },
  "fhir.vread": { name: "fhir.vread", type: "Patient", id: "p1", version: "1" },
  "fhir.history": { name: "fhir.history", type: "Patient", id: "p1" },
  "fhir.search": { name: "fhir.search", type: "Patient", inBody: false },
  "fhir.compartment-search": {
    name: "fhir.compartment-search",
    type: "Observation",
    of: { type: "Patient", id: "p1" },
  },
  "fhir.system-search": { name: "fhir.system-search", type: null, inBody: false },
  "fhir.create": { name: "fhir.create", type: "Patient" },
  "fhir.update": { name: "fhir.update", type: "Patient", id: "p1" },
  "fhir.patch": { name: "fhir.patch", type: "Patient", id: "p1" },
  "fhir.delete": { name: "fhir.delete", type: "Patient", id: "p1" },
  "fhir.batch": { name: "fhir.batch", type: null },
  "fhir.operation": { name: "fhir.operation", operation: "$everything", type: "Patient", id: "p1" },
  "fhir.export-status": { name: "fhir.export-status", job: "job-1" },
  "fhir.export-file": { name: "fhir.export-file", job: "job-1", file: "1" },
  "fhir.export-cancel": { name: "fhir.export-cancel", job: "job-1" },
  "fhir.unknown": { name: "fhir.unknown", type: null },
};

/** What a denial by name says: the interaction or the parameter has no rule, or nothing that it reads is given. */
const BY_NAME: ReadonlySet<string> = new Set([
  "interaction_not_supported",
  "parameter_not_derivable",
  "parameter_not_permitted",
  "parameter_unknown",
  "parameter_invalid",
  "result_parameter_not_supported",
  "type_not_permitted",
]);

/** Searches of one type take every parameter there is; those of one record's surroundings are the same search. */
const SEARCHING: readonly InteractionName[] = ["fhir.search", "fhir.compartment-search"];
/** Of the standard's result and special parameters. */
const PARAMETERS = [
  "_id",
  "_sort",
  "_count",
  "_total",
  "_summary",
  "_elements",
  "_include",
  "_revinclude",
  "_has",
  "_filter",
  "_text",
  "_content",
  "_query",
  "_list",
  "_lastUpdated",
  "_tag",
  "_security",
  "_profile",
  "_source",
  "_contained",
  "_page",
  "chain",
  "unknown parameter",
];

/** Every interaction, and for searches every type of parameter of the catalogue and every parameter of the standard. */
export function kindsToCover(catalogue: Catalogue, types: readonly string[]): readonly string[] {
  const ofCatalogue = new Set(
    types.flatMap((type) => catalogue.searchParameters(type).map((one) => one.type)),
  );
  const parameters = [...ofCatalogue, ...PARAMETERS];
  const searching = SEARCHING.flatMap((name) => parameters.map((parameter) => `${name} ${parameter}`));
  return [...Object.keys(ONE_OF_EACH), ...searching];
}

/**
 * The kinds of question that were neither answered with something in it nor denied by name. An interaction with a rule
 * has to be answered; one without is denied by its name, whatever comes with it.
 */
export function uncovered(tally: Tally, kinds: readonly string[]): readonly string[] {
  return kinds.filter((kind) => {
    if (tally.answered.has(kind)) return false;
    const [name = "", parameter] = kind.split(" ");
    const interaction = ONE_OF_EACH[name as InteractionName];
    const codes = [...(tally.refused.get(kind) ?? [])];
    if (parameter === undefined && ruleOf(interaction) !== undefined) return true;
    return !codes.some((code) => BY_NAME.has(code));
  });
}
