/**
 * The patient-linked part of an entry. What is about patients is sealed under their own keys, so that destroying one makes
 * it unreadable while its leaf in the tree, made over the sealed bytes, stays as it was.
 */
import { z } from "zod";
import { AppError } from "../kernel/errors.ts";
import type { RecordSealer, Sealer } from "../keys/ports.ts";
import type { StoredEntry } from "./ports.ts";
import type { AuditEntry } from "./types.ts";

/** Patients, records, query and recipient of an entry; `shredded`: patients whose keys were destroyed. */
export type Linked = Pick<
  AuditEntry,
  "patients" | "records" | "query" | "recipient" | "sourceEvent" | "shredded"
>;

/** For whoever may not see patients. */
export const WITHHELD: Linked = { patients: [], records: [], query: null, recipient: null };

const strings = z.array(z.string()).readonly();
const nullable = z.string().nullable();
const sourceEvent = z.string().optional();
const whole = z.strictObject({
  patients: strings,
  records: strings,
  query: nullable,
  recipient: nullable,
  sourceEvent,
});
/** The patients themselves are told by their handles. */
const underTheirKeys = z.strictObject({
  records: strings,
  query: nullable,
  recipient: nullable,
  sourceEvent,
});

/**
 * The first byte says how it is sealed. 1: all of it by the deployment's keys, as every seal of theirs begins; so is an
 * entry about no patient. 2: the length of the recipient's part (2 bytes), the recipient by the deployment's keys, the rest
 * by the keys of the patients.
 */
const BY_DEPLOYMENT = 1;
const BY_PATIENTS = 2;
const HEADER_BYTES = 3;

/** Seals it, bound to the entry's id; the patients are found by their handles. */
export async function sealLinked(
  { id, patients, records, query, recipient, sourceEvent: event }: Linked & Pick<AuditEntry, "id">,
  sealer: RecordSealer,
): Promise<Pick<StoredEntry, "sealed" | "patientIndex">> {
  if (patients.length === 0) {
    const text = JSON.stringify({ patients, records, query, recipient, sourceEvent: event } satisfies z.input<
      typeof whole
    >);
    return { sealed: await sealer.seal(Buffer.from(text), contextOf(id)), patientIndex: [] };
  }
  const distinct = [...new Set(patients)];
  // A recipient who is a patient ends with that patient; another is owed to every other patient of the entry
  // (45 CFR 164.528), whatever becomes of one.
  const isPatient = recipient !== null && distinct.some((patient) => recipient.includes(patient));
  const apart = recipient === null || isPatient ? null : await sealRecipient(id, recipient, sealer);
  const rest = { records, query, recipient: apart === null ? recipient : null, sourceEvent: event };
  const text = JSON.stringify(rest satisfies z.input<typeof underTheirKeys>);
  const { handles, sealed } = await sealer.patients.sealFor(distinct, Buffer.from(text), contextOf(id));
  const header = Buffer.of(BY_PATIENTS, 0, 0);
  header.writeUInt16BE(apart?.length ?? 0, 1);
  return { sealed: Buffer.concat([header, apart ?? Buffer.alloc(0), sealed]), patientIndex: handles };
}

/**
 * Opens it. Patients whose keys were destroyed are counted; what was sealed under their keys too is gone.
 * @throws AppError `key_unavailable` when a seal does not open; `internal` when it is not as it is written.
 */
export async function openLinked(stored: StoredEntry, sealer: RecordSealer): Promise<Linked> {
  if (stored.sealed[0] === BY_DEPLOYMENT)
    return named(parsed(whole, await sealer.open(stored.sealed, contextOf(stored.id)), stored));
  if (stored.sealed[0] !== BY_PATIENTS || stored.sealed.length < HEADER_BYTES) throw unreadable(stored);
  const found = await sealer.patients.patientsOf(stored.patientIndex);
  const patients = found.filter((patient) => patient !== null);
  const [apart, sealed] = partsOf(stored.sealed);
  const recipient = await openRecipient(stored.id, apart, sealer);
  const opened = await sealer.patients.open(stored.patientIndex, sealed, contextOf(stored.id));
  const shredded = found.length - patients.length;
  if (opened === null) return { patients, records: [], query: null, recipient, shredded };
  const rest = parsed(underTheirKeys, opened, stored);
  return named({ ...rest, recipient: rest.recipient ?? recipient, patients });
}

/** Without what an entry has not. */
function named({ sourceEvent: event, ...linked }: z.infer<typeof whole>): Linked {
  return event === undefined ? linked : { ...linked, sourceEvent: event };
}

async function sealRecipient(id: string, recipient: string, sealer: Sealer): Promise<Buffer> {
  return Buffer.from(await sealer.seal(Buffer.from(JSON.stringify(recipient)), recipientContext(id)));
}

async function openRecipient(id: string, apart: Uint8Array, sealer: Sealer): Promise<string | null> {
  if (apart.length === 0) return null;
  const bytes = await sealer.open(apart, recipientContext(id));
  return z.string().parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
}

function partsOf(sealed: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const end = HEADER_BYTES + (((sealed[1] ?? 0) << 8) | (sealed[2] ?? 0));
  return [sealed.subarray(HEADER_BYTES, end), sealed.subarray(end)];
}

function parsed<T>(schema: z.ZodType<T>, bytes: Uint8Array, stored: StoredEntry): T {
  const read = schema.safeParse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  if (!read.success) throw unreadable(stored);
  return read.data;
}

/** A sealed part moved to another entry does not open. */
function contextOf(id: string): string {
  return `audit_entry.sealed\0${id}`;
}

function recipientContext(id: string): string {
  return `audit_entry.recipient\0${id}`;
}

function unreadable({ id }: Pick<StoredEntry, "id">): AppError {
  return new AppError("internal", `the entry \`${id}\` is not as an entry is written`);
}
