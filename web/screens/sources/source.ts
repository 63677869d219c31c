import type { InferRequestType, InferResponseType } from "hono/client";
import type { api } from "../../api/client.ts";
import type { Tone } from "../../ui/badge/badge.tsx";

export type Source = InferResponseType<typeof api.sources.$get, 200>["sources"][number];
export type NewSource = InferRequestType<typeof api.sources.$post>["json"];

/** How a source stands, in a word. */
export const STATES: Readonly<Record<Source["state"], { readonly text: string; readonly tone: Tone }>> = {
  live: { text: "Live", tone: "permit" },
  waiting: { text: "Nothing yet", tone: "caution" },
  silent: { text: "Silent", tone: "deny" },
  off: { text: "Switched off", tone: "neutral" },
};

export const KINDS: Readonly<Record<Source["kind"], string>> = {
  fhir: "FHIR AuditEvent",
  atna: "ATNA syslog",
  csv: "CSV file",
};

/** What its user names name. */
export const PEOPLE: Readonly<Record<Source["people"], string>> = {
  own: "Its own names",
  userName: "Our user names",
  practitioner: "Practitioners of ours",
};

/** What could not be read of an event, in a sentence. */
const REASONS: Readonly<Record<string, string>> = {
  not_json: "It is no JSON",
  not_audit_event: "It is no AuditEvent",
  not_xml: "It is no XML",
  xml_forbidden: "It declares a document type, which may hide other content",
  not_audit_message: "It is no audit message",
  not_syslog: "It is no syslog message with its length",
  cells_missing: "It has more or fewer cells than the header",
  not_csv: "Its quotes do not close",
  time_missing: "It says no time",
  time_invalid: "Its time cannot be read",
  kind_unknown: "It says no act that the mapping knows",
  value_unknown: "It holds a value that the mapping does not know",
  too_long: "It is too long",
  character: "It holds a character that cannot be stored",
};

export function reasonWord(reason: string): string {
  return REASONS[reason] ?? reason;
}

/** What is typed in the form. */
export interface SourceDraft {
  readonly id: string;
  readonly name: string;
  readonly kind: Source["kind"];
  readonly owner: string;
  readonly hours: string;
  readonly people: Source["people"];
}

export const NO_SOURCE: SourceDraft = {
  id: "",
  name: "",
  kind: "fhir",
  owner: "",
  hours: "168",
  people: "own",
};

/** The draft of a source as it is registered. */
export function draftOf({ id, name, kind, owner, intervalHours, people }: Source): SourceDraft {
  return { id, name, kind, owner, hours: String(intervalHours), people };
}

/** What is wrong with each field; none: it can be sent. */
export function lacksOf({ id, name, owner, hours }: SourceDraft): Partial<Record<keyof SourceDraft, string>> {
  return {
    ...(/^[a-z0-9][a-z0-9-]{0,62}$/.test(id) ? {} : { id: "Lower-case letters, digits and hyphens." }),
    ...(name.trim() === "" ? { name: "Say what it is called." } : {}),
    ...(owner.trim() === "" ? { owner: "Say who answers for it." } : {}),
    ...(Number(hours) > 0 ? {} : { hours: "A number of hours, more than 0." }),
  };
}

/** The draft as it is sent. */
export function sentOf({ id, name, kind, owner, hours, people }: SourceDraft): NewSource {
  return { id, name: name.trim(), kind, owner: owner.trim(), intervalHours: Number(hours), people };
}

/** Events of the last 14 days. */
export function sumOf(source: Source, count: "accepted" | "duplicate" | "rejected"): number {
  return source.days.reduce((total, day) => total + day[count], 0);
}
