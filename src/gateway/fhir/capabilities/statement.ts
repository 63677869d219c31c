import type { JsonObject } from "../../../kernel/json.ts";
import { operationsOf } from "./operations.ts";
import { resourcesOf } from "./resources.ts";
import type { Offer } from "./offer.ts";

/** What the statement says beside the types. */
export interface StatementFrame {
  readonly baseUrl: string;
  readonly now: number;
  /** `CapabilityStatement.rest.security`: how one signs in. */
  readonly security: JsonObject;
  /** Whether bulk exports are kept here. */
  readonly withExports: boolean;
}

/** How one signs in where nothing more is said. */
export const BEARER_TOKENS: JsonObject = { cors: false, description: "Bearer tokens (RFC 6750)" };

/**
 * What this gateway can do, from policy and caller alone (FHIR R4 CapabilityStatement). Nothing in it is the
 * upstream's: neither its software nor what it could do for who asks it directly.
 */
export function capabilityStatement(
  offer: Offer,
  { baseUrl, now, security, withExports }: StatementFrame,
): JsonObject {
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
          "A purpose of use is declared in the token, by the client's registration, or with X-Purpose-Of-Use. " +
          "Asked with a token, this statement says what may be done for that purpose.",
        security,
        resource: resourcesOf(offer, withExports),
        interaction: [{ code: "transaction" }, { code: "batch" }, { code: "search-system" }],
        ...operationsOf(null, withExports),
      },
    ],
  };
}
