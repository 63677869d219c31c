/** `modicum/client`: decisions, records and administration of a Modicum server, for Node and browsers. */
export { createClient } from "./client.ts";
export type { ClientOptions, ModicumClient } from "./client.ts";
export type { FhirClient, Resource } from "./fhir.ts";
export type {
  DecisionAnswer,
  DecisionContext,
  DecisionObligation,
  DecisionRequest,
  Entity,
  PdpClient,
} from "./pdp.ts";
export { ModicumRefusal } from "./refusal.ts";
