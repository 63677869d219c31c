import { createHash } from "node:crypto";
import type { Sealer } from "../../keys/ports.ts";
import type { AuditEntry } from "../types.ts";
import type { RecordSource, SourceEvent } from "./types.ts";

/** Characters of a raw event that are kept. */
export const RAW_MAX = 16_384;
const EVENT_MAX = 256;
const AGENT_MAX = 128;
const UNSTORABLE = /\0|\p{Surrogate}/u;

/**
 * What identifies an event at its source: the sender's id, else a keyed digest of its canonical form, which nobody
 * without the key can search for what it says.
 */
export function eventKeyOf(event: string | null, canonical: string, sealer: Sealer): string {
  if (event !== null && event !== "" && event.length <= EVENT_MAX && !UNSTORABLE.test(event)) return event;
  return `hmac:${hexOf(sealer.blindIndex("audit_intake.event", canonical))}`;
}

/**
 * The id of the entry that an event becomes: UUIDv8 (RFC 9562 5.8) of source and event, so that the same event is the same
 * entry whenever, and however often, it comes.
 */
export function entryIdOf(source: string, event: string): string {
  return uuidOf(`modicum/intake/entry/v1\0${source}\0${event}`);
}

/** A UUIDv8 (RFC 9562 5.8) of this text, by SHA-256. `text` begins with a namespace. */
export function uuidOf(text: string): string {
  const bytes = createHash("sha256").update(text).digest().subarray(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** What an entry of another system is made from. */
export interface Received {
  readonly source: RecordSource;
  readonly event: SourceEvent;
  readonly raw: string;
  /** As `eventKeyOf` gives it. */
  readonly key: string;
  /** Of our roster, or as `foreignPerson` tells it. */
  readonly personId: string | null;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly channel: string;
}

/** The entry of our record that an event of another system becomes. What the sender does not tell stays empty. */
export function entryFrom({ source, event, raw, key, personId, receivedAt, channel }: Received): AuditEntry {
  const patients = source.rules.patients === "ours" ? event.patients : event.patients.map(prefixed(source));
  return {
    id: entryIdOf(source.id, key),
    at: receivedAt,
    personId,
    roles: [],
    act: event.kind === "export" ? "disclose" : "use",
    interaction: `intake.${event.kind}`,
    resourceType: event.resourceType,
    purpose: event.purpose,
    purposes: [],
    basis: null,
    rules: [],
    grantIds: [],
    policyHash: "",
    system: source.name,
    channel,
    outcome: event.outcome,
    reason: null,
    released: [],
    withheldCount: 0,
    recordCount: event.records.length,
    changes: [],
    source: { id: source.id, event: key, at: event.at },
    sourceEvent: raw.slice(0, RAW_MAX),
    recipient: event.recipient,
    patients,
    records: event.records,
    query: event.query,
  };
}

/**
 * Somebody whom the roster does not have. INVARIANT: a person id is stored open, so that who may be a patient, and what
 * cannot be an id, stands there as a keyed digest.
 */
export function foreignPerson(source: string, event: SourceEvent, sealer: Sealer): string | null {
  const theirs = event.agent ?? event.agentReference;
  if (theirs === null || theirs === "") return null;
  const isPatient = /^(?:Patient|RelatedPerson)\//.test(event.agentReference ?? "");
  const isPlain = theirs.length <= AGENT_MAX && !UNSTORABLE.test(theirs);
  if (isPlain && !isPatient && !event.patients.includes(theirs)) return `${source}/${theirs}`;
  return `${source}/hmac:${hexOf(sealer.blindIndex("audit_intake.person", theirs))}`;
}

function prefixed({ id }: RecordSource): (theirs: string) => string {
  return (theirs) => `${id}/${theirs}`;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
