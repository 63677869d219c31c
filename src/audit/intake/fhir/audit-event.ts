/** AuditEvent of FHIR R4, IHE BALP among them, in our words. */
import { z } from "zod";
import { canonicalJson } from "../../../kernel/canonical-json.ts";
import { timeOf } from "../time.ts";
import { ACTIONS, KINDS } from "./codes.ts";
import type { EventKind, ReadEvent, RejectCode, SourceEvent } from "../types.ts";

const Coding = z.looseObject({ system: z.string().optional(), code: z.string().optional() });
const Concept = z.looseObject({ coding: z.array(Coding).optional(), text: z.string().optional() });
const Reference = z.looseObject({
  reference: z.string().optional(),
  identifier: z.looseObject({ value: z.string().optional() }).optional(),
  display: z.string().optional(),
});
const Agent = z.looseObject({
  type: Concept.optional(),
  role: z.array(Concept).optional(),
  who: Reference.optional(),
  altId: z.string().optional(),
  name: z.string().optional(),
  requestor: z.boolean().optional(),
  purposeOfUse: z.array(Concept).optional(),
});
const Entity = z.looseObject({
  what: Reference.optional(),
  role: Coding.optional(),
  query: z.string().optional(),
});
const AuditEvent = z.looseObject({
  resourceType: z.literal("AuditEvent"),
  id: z.string().optional(),
  type: Coding,
  subtype: z.array(Coding).optional(),
  action: z.string().optional(),
  recorded: z.string().optional(),
  outcome: z.string().optional(),
  purposeOfEvent: z.array(Concept).optional(),
  agent: z.array(Agent),
  entity: z.array(Entity).optional(),
});

type Event = z.infer<typeof AuditEvent>;

/** One AuditEvent as JSON text. `place`: its line, or its place in the Bundle, from 1. */
export function readAuditEvent(raw: string, place: number): ReadEvent {
  const rejected = (reason: RejectCode): ReadEvent => ({ ok: false, reason, raw, place });
  let value: unknown;
  let canonical: string;
  try {
    value = JSON.parse(raw);
    canonical = canonicalJson(value);
  } catch (fault) {
    return rejected(fault instanceof SyntaxError ? "not_json" : "character");
  }
  const parsed = AuditEvent.safeParse(value);
  if (!parsed.success) return rejected("not_audit_event");
  if (parsed.data.recorded === undefined) return rejected("time_missing");
  const at = timeOf(parsed.data.recorded, { format: "iso" });
  if (at === null) return rejected("time_invalid");
  return { ok: true, event: eventOf(parsed.data, at), raw, canonical, place };
}

function eventOf(event: Event, at: number): SourceEvent {
  const agent = event.agent.find(({ requestor }) => requestor) ?? event.agent[0];
  const entities = event.entity ?? [];
  const patients = entities.flatMap((entity) => patientIn(entity) ?? []);
  const records = entities.flatMap((entity) => recordIn(entity) ?? []);
  const query = entities.find((entity) => entity.query !== undefined)?.query;
  return {
    event: event.id ?? null,
    at,
    kind: kindOf(event),
    outcome: OUTCOMES.get(event.outcome ?? "0") ?? "error",
    agent: agent?.who?.identifier?.value ?? agent?.altId ?? agent?.who?.display ?? agent?.name ?? null,
    agentReference: agent?.who?.reference ?? null,
    purpose: purposeIn(event.purposeOfEvent) ?? purposeIn(agent?.purposeOfUse),
    resourceType: records[0]?.split("/")[0] ?? null,
    patients: [...new Set(patients)],
    records: [...new Set(records)],
    recipient: recipientIn(event),
    query: query === undefined ? null : Buffer.from(query, "base64").toString("utf8"),
  };
}

/** AuditEvent.outcome (DICOM PS3.15 A.5.3): a minor failure is a refusal as our own entries leave (AUD-44). */
const OUTCOMES: ReadonlyMap<string, SourceEvent["outcome"]> = new Map([
  ["0", "permit"],
  ["4", "deny"],
]);

function kindOf({ type, subtype = [], action }: Event): EventKind {
  const codes = [...subtype, type].flatMap(({ code }) => code ?? []);
  const told = codes.flatMap((code) => KINDS.get(code) ?? [])[0];
  return told ?? ACTIONS.get(action ?? "") ?? "other";
}

function patientIn({ what, role }: z.infer<typeof Entity>): string | undefined {
  const named = /(?:^|\/)Patient\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/.*)?$/.exec(
    what?.reference ?? "",
  )?.[1];
  return named ?? (role?.code === PATIENT_ROLE ? what?.identifier?.value : undefined);
}

/** Object role 1, Patient (FHIR R4, object-role). */
const PATIENT_ROLE = "1";

function recordIn({ what }: z.infer<typeof Entity>): string | undefined {
  const match = /(?:^|\/)([A-Z][A-Za-z]{0,63})\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/.*)?$/.exec(
    what?.reference ?? "",
  );
  return match === null || match[1] === "Patient" ? undefined : `${match[1]}/${match[2]}`;
}

function purposeIn(concepts: readonly z.infer<typeof Concept>[] | undefined): string | null {
  return concepts?.flatMap(({ coding }) => coding?.flatMap(({ code }) => code ?? []) ?? [])[0] ?? null;
}

/** Who got it: a destination (DICOM 110152) or an information recipient (HL7 v3 IRCP). */
function recipientIn({ agent }: Event): string | null {
  const to = agent.find(({ type, role = [] }) =>
    [type, ...role].some((one) => one?.coding?.some(({ code }) => code === "110152" || code === "IRCP")),
  );
  return to?.who?.identifier?.value ?? to?.who?.reference ?? to?.name ?? null;
}
