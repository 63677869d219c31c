import type { JsonObject } from "../../../kernel/json.ts";
import type { AuditEntry } from "../../types.ts";
import type { FormatContext } from "../context.ts";
import { AGENT_TYPES, coding, OWN } from "./codes.ts";
import type { EventKind, Family } from "./event-kind.ts";
import { purposesOf } from "./purposes.ts";

/** Which way the data went, as each profile of BALP has it: who is source, who destination. */
const CLIENT_AND_SERVER: Readonly<
  Record<Exclude<Family, null | "Disclosure">, readonly [JsonObject, JsonObject]>
> = {
  Read: [AGENT_TYPES.destination, AGENT_TYPES.source],
  Query: [AGENT_TYPES.source, AGENT_TYPES.destination],
  Create: [AGENT_TYPES.source, AGENT_TYPES.destination],
  Update: [AGENT_TYPES.source, AGENT_TYPES.destination],
  Delete: [AGENT_TYPES.application, AGENT_TYPES.custodian],
};

/** FHIR R4 network-type `1`: a name, not an address. The record keeps no network addresses. */
const BY_NAME = "1";

/**
 * AuditEvent.agent: client and server (for a disclosure source and recipient), the person where one is known, and the
 * decision itself as an authorization server that names the policy and the rules it rested on.
 */
export function agentsOf(
  entry: AuditEntry,
  { family }: EventKind,
  context: FormatContext,
): readonly JsonObject[] {
  const ends =
    family === "Disclosure" ? disclosureEnds(entry, context) : clientAndServer(entry, family, context);
  const user = userOf(entry, family, context);
  return [...ends, ...(user === null ? [] : [user]), decisionOf(entry, context)];
}

/** Who keeps the record: AuditEvent.source.observer, and every agent that is this gateway. */
export function gatewayOf({ site }: FormatContext): JsonObject {
  return { identifier: { system: OWN.gateway, value: site }, display: "Modicum" };
}

function clientAndServer(
  entry: AuditEntry,
  family: Exclude<Family, "Disclosure">,
  context: FormatContext,
): readonly JsonObject[] {
  const [client, server] =
    family === null ? [AGENT_TYPES.application, AGENT_TYPES.custodian] : CLIENT_AND_SERVER[family];
  const { channel, system } = entry;
  return [
    machine(client, { identifier: { system: OWN.channel, value: channel } }, channel),
    machine(server, gatewayOf(context), system === "" ? context.site : system),
  ];
}

/** IHE.BasicAudit.PrivacyDisclosure.Source: the source is the observer; the recipient is known to who may read patients. */
function disclosureEnds(entry: AuditEntry, context: FormatContext): readonly JsonObject[] {
  const { recipient, system } = entry;
  const source = machine(AGENT_TYPES.source, gatewayOf(context), system === "" ? context.site : system);
  if (recipient === null) return [source];
  const who = { identifier: { system: OWN.recipient, value: recipient } };
  return [source, machine(AGENT_TYPES.destination, who, recipient)];
}

function machine(type: JsonObject, who: JsonObject, address: string): JsonObject {
  return { type: { coding: [type] }, who, requestor: false, network: { address, type: BY_NAME } };
}

function userOf(entry: AuditEntry, family: Family, context: FormatContext): JsonObject | null {
  const { personId, roles } = entry;
  if (personId === null) return null;
  const receives = family === null || family === "Read" || family === "Query";
  const purposes = purposesOf(entry, context);
  return {
    type: { coding: [receives ? AGENT_TYPES.informationRecipient : AGENT_TYPES.author] },
    ...(roles.length === 0 ? {} : { role: roles.map((role) => ({ coding: [coding(OWN.role, role)] })) }),
    who: { identifier: { system: OWN.person, value: personId } },
    name: personId,
    requestor: true,
    ...(purposes.length === 0 ? {} : { purposeOfUse: purposes }),
  };
}

/** AuditEvent.agent.policy: the hash of the policy and the rules or grants in it, as URIs. */
function decisionOf({ policyHash, rules, grantIds }: AuditEntry, context: FormatContext): JsonObject {
  const policy = [
    ...(policyHash === "" ? [] : [`${OWN.policy}/sha256/${policyHash}`]),
    ...rules.map((rule) => `${OWN.policy}/rule/${encodeURIComponent(rule)}`),
    ...grantIds.map((grant) => `${OWN.policy}/grant/${encodeURIComponent(grant)}`),
  ];
  return {
    type: { coding: [AGENT_TYPES.authorizationServer] },
    who: gatewayOf(context),
    requestor: false,
    ...(policy.length === 0 ? {} : { policy }),
  };
}
