import type { Capability } from "../../../catalogue/vocabulary.ts";
import type { InteractionName } from "../route.ts";

/** A code of the value set type-restful-interaction, what it needs, and the rule it goes by here. */
export interface OfferedInteraction {
  readonly code: string;
  readonly capability: Capability;
  readonly name: InteractionName;
}

/** In the order of FHIR R4. A test holds that each name has a rule. */
export const INTERACTIONS: readonly OfferedInteraction[] = [
  { code: "read", capability: "read", name: "fhir.read" },
  { code: "vread", capability: "read", name: "fhir.vread" },
  { code: "update", capability: "update", name: "fhir.update" },
  { code: "patch", capability: "update", name: "fhir.patch" },
  { code: "delete", capability: "delete", name: "fhir.delete" },
  { code: "history-instance", capability: "read", name: "fhir.history" },
  { code: "create", capability: "create", name: "fhir.create" },
  { code: "search-type", capability: "search", name: "fhir.search" },
];
