import type { JsonObject } from "../../../kernel/json.ts";
import type { AuditEntry } from "../../types.ts";
import { coding, EVENT_TYPES, OWN, restful, SUBTYPES } from "./codes.ts";

/** Which family of BALP profiles an event belongs to; null: none of them. */
export type Family = "Read" | "Query" | "Create" | "Update" | "Delete" | "Disclosure" | null;

/** What kind of event an entry is: AuditEvent.type, subtype and action, and whose agents and entities it has. */
export interface EventKind {
  readonly family: Family;
  readonly type: JsonObject;
  readonly subtypes: readonly JsonObject[];
  /** `C`, `R`, `U`, `D` or `E`. */
  readonly action: string;
}

/** Interaction of FHIR to the family, the code of `restful-interaction` and the action. */
const FHIR: ReadonlyMap<string, readonly [Family, string, string]> = new Map(
  Object.entries({
    "fhir.read": ["Read", "read", "R"],
    "fhir.vread": ["Read", "vread", "R"],
    "fhir.search": ["Query", "search-type", "E"],
    "fhir.system-search": ["Query", "search-system", "E"],
    "fhir.compartment-search": ["Query", "search-type", "E"],
    "fhir.create": ["Create", "create", "C"],
    "fhir.update": ["Update", "update", "U"],
    "fhir.patch": ["Update", "patch", "U"],
    "fhir.delete": ["Delete", "delete", "D"],
    "fhir.history": [null, "history", "R"],
    "fhir.capabilities": [null, "capabilities", "R"],
    "fhir.batch": [null, "batch", "E"],
    "fhir.transaction": [null, "transaction", "E"],
  } satisfies Record<string, readonly [Family, string, string]>),
);

const SESSION: ReadonlyMap<string, JsonObject> = new Map([
  ["api.session.sign-in", SUBTYPES.login],
  ["api.session.sign-out", SUBTYPES.logout],
]);

/** Reads of the record itself, which DICOM has an event of its own for. */
const RECORD_READ = /^api\.(?:record\.|decision\.explain$)/;

/**
 * What was refused is an authorization decision (BALP, Authorization Decision by role), what was disclosed a privacy
 * disclosure at its source, everything else what the interaction says.
 */
export function kindOf({ interaction, outcome, act }: AuditEntry): EventKind {
  if (outcome !== "permit") return refusal(interaction);
  if (act === "disclose") {
    const subtypes = [SUBTYPES.disclose, ...subtypesOf(interaction)];
    return { family: "Disclosure", type: EVENT_TYPES.export, subtypes, action: "R" };
  }
  const subtypes = subtypesOf(interaction);
  const session = SESSION.get(interaction);
  if (session !== undefined)
    return { family: null, type: EVENT_TYPES.userAuthentication, subtypes: [session], action: "E" };
  if (interaction.startsWith("api.record.export"))
    return { family: null, type: EVENT_TYPES.export, subtypes, action: "R" };
  if (RECORD_READ.test(interaction))
    return { family: null, type: EVENT_TYPES.auditLogUsed, subtypes, action: "R" };
  const [family, , action] = FHIR.get(interaction) ?? [null, "", "E"];
  return { family, type: EVENT_TYPES.rest, subtypes, action };
}

function refusal(interaction: string): EventKind {
  const subtypes = [SUBTYPES.roleDecision, ...subtypesOf(interaction)];
  return { family: null, type: EVENT_TYPES.securityAlert, subtypes, action: "E" };
}

/** The standard's own code alone where it has one: the profile of a delete allows no second subtype. */
function subtypesOf(interaction: string): readonly JsonObject[] {
  const known = FHIR.get(interaction);
  if (known !== undefined) return [restful(known[1])];
  return [restful("operation"), coding(OWN.interaction, interaction)];
}
