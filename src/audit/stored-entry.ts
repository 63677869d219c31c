import { z } from "zod";
import { AppError } from "../kernel/errors.ts";
import type { RecordSealer } from "../keys/ports.ts";
import { openLinked, sealLinked, WITHHELD } from "./linked-part.ts";
import type { NewEntry, StoredEntry } from "./ports.ts";
import type { AuditEntry } from "./types.ts";

const strings = z.array(z.string());

/** What of an entry may be stored open. INVARIANT: nothing here tells who a patient is. */
const openFields = z.strictObject({
  roles: strings,
  act: z.enum(["use", "disclose", "request"]),
  resourceType: z.string().nullable(),
  purpose: z.string().nullable(),
  purposes: strings,
  basis: z.string().nullable(),
  rules: strings,
  grantIds: strings,
  policyHash: z.string(),
  system: z.string(),
  channel: z.string(),
  reason: z.string().nullable(),
  released: strings,
  withheldCount: z.number(),
  recordCount: z.number(),
  /** Absent from entries that are older than the field. */
  changes: strings.default([]),
  partOf: z.string().optional(),
  exceptions: z.array(z.enum(["break-glass", "jit"])).optional(),
  source: z.strictObject({ at: z.number(), event: z.string(), id: z.string() }).optional(),
});

/** The entry as it is stored: named fields open, patient-linked ones sealed and bound to the entry's id. */
export async function storedEntryOf(entry: AuditEntry, sealer: RecordSealer): Promise<NewEntry> {
  const { id, at, personId, interaction, outcome } = entry;
  const open = openPart(entry);
  const openJson = JSON.stringify(open);
  refuseUnstorable(openJson, JSON.stringify([personId, interaction]), at);
  const linked = await sealLinked(entry, sealer);
  return { id, at, personId, interaction, outcome, open, openJson, ...linked };
}

/** As JSON writes U+0000 and half of a surrogate pair. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d)/;

/**
 * PostgreSQL stores no U+0000 and no lone surrogate (its manual, 8.3 and 8.14), and a statement that brings one fails for
 * all its rows: the entry with it is refused before it waits with those of others. So is one whose time the database
 * would round, since its leaf is made over what is read again.
 * @throws AppError `internal`
 */
export function refuseUnstorable(open: string, named: string, at: number): void {
  for (const json of [open, named])
    if (json.includes("\\u") && UNSTORABLE.test(json))
      throw new AppError("internal", "the entry holds a character that cannot be stored");
  if (!Number.isSafeInteger(at)) throw new AppError("internal", "the entry's time is no whole millisecond");
}

/**
 * The entry as it was recorded. Without `withPatients` nothing is unsealed: patients and records come out empty,
 * query and recipient null.
 * @throws AppError `key_unavailable` when the seal does not open; `internal` when the row is not an entry.
 */
export async function entryOf(
  stored: StoredEntry,
  sealer: RecordSealer,
  withPatients: boolean,
): Promise<AuditEntry> {
  const open = openFields.safeParse(stored.open);
  if (!open.success) throw unreadable(stored);
  const linked = withPatients ? await openLinked(stored, sealer) : WITHHELD;
  const { partOf, exceptions, source, ...rest } = open.data;
  return {
    id: stored.id,
    at: stored.at,
    personId: stored.personId,
    interaction: stored.interaction,
    outcome: stored.outcome as AuditEntry["outcome"],
    ...rest,
    reason: rest.reason as AuditEntry["reason"],
    ...(partOf === undefined ? {} : { partOf }),
    ...(exceptions === undefined ? {} : { exceptions }),
    ...(source === undefined ? {} : { source }),
    ...linked,
  };
}

/** INVARIANT: in the order of canonical JSON (RFC 8785), so that no other pass has to sort it. */
function openPart(entry: AuditEntry) {
  return {
    act: entry.act,
    basis: entry.basis,
    changes: entry.changes,
    channel: entry.channel,
    exceptions: entry.exceptions,
    grantIds: entry.grantIds,
    partOf: entry.partOf,
    policyHash: entry.policyHash,
    purpose: entry.purpose,
    purposes: entry.purposes,
    reason: entry.reason,
    recordCount: entry.recordCount,
    released: entry.released,
    resourceType: entry.resourceType,
    roles: entry.roles,
    rules: entry.rules,
    source: sourceOf(entry),
    system: entry.system,
    withheldCount: entry.withheldCount,
  } satisfies Record<keyof z.infer<typeof openFields>, unknown>;
}

/** INVARIANT: named field by field, in canonical order; `event` is the sender's id and no part of a chart. */
function sourceOf({ source }: AuditEntry): AuditEntry["source"] {
  return source === undefined ? undefined : { at: source.at, event: source.event, id: source.id };
}

function unreadable(stored: StoredEntry): AppError {
  return new AppError("internal", `the entry \`${stored.id}\` is not as an entry is written`);
}
