import { canonicalJson } from "../kernel/canonical-json.ts";
import { AppError } from "../kernel/errors.ts";
import type { RecordSealer, Sealer } from "../keys/ports.ts";
import type { EntryQuery, RecordStore } from "./ports.ts";
import { entryOf } from "./stored-entry.ts";
import type { AuditEntry } from "./types.ts";

/** Which entries are sought; all conditions hold together. */
export interface RecordQuery {
  readonly personId?: string;
  readonly patientId?: string;
  readonly interaction?: string;
  readonly outcome?: string;
  readonly act?: string;
  readonly id?: string;
  /** As declared, or one that the declaration stood for. */
  readonly purpose?: string;
  readonly resourceType?: string;
  /** One of the rules that decided. */
  readonly rule?: string;
  /** One of the grants that let it out. */
  readonly grant?: string;
  /** One of the elements that were released. */
  readonly element?: string;
  /** Through which system, or from which it was taken in. */
  readonly system?: string;
  readonly reason?: string;
  /** Only what rests on a just-in-time or break-glass grant. */
  readonly exceptions?: true;
  /** Half-open [from, until), milliseconds since 1970. */
  readonly from?: number;
  readonly until?: number;
  /** In the order in which they were recorded; else the newest come first. */
  readonly oldestFirst?: true;
  /** `next` of the page before, of the same query. */
  readonly after?: string;
  /** From 1 to 1,000. */
  readonly limit: number;
}

export interface RecordPage {
  readonly entries: readonly AuditEntry[];
  /** Null on the last page. Says nothing to whoever holds it, and serves this query alone. */
  readonly next: string | null;
}

/** Of the blind indexes of entries that are older than keys of patients. */
export const PATIENT = "audit_entry.patient";

const LIMIT_MAX = 1_000;

/**
 * Reads the record, newest first unless the query turns it.
 * @throws AppError `input_invalid` for a limit out of range or a foreign cursor.
 */
export async function searchRecord(
  store: RecordStore,
  sealer: RecordSealer,
  query: RecordQuery,
  withPatients: boolean,
): Promise<RecordPage> {
  if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > LIMIT_MAX) {
    throw new AppError("input_invalid", `\`limit\` is a whole number from 1 to ${LIMIT_MAX}`);
  }
  const page = await store.search(await entryQueryOf(query, sealer));
  const entries = await Promise.all(page.entries.map((stored) => entryOf(stored, sealer, withPatients)));
  return { entries, next: await cursorAfter(page.next, query, sealer) };
}

/**
 * The query as the store is asked: the patient by handles and blind indexes, the cursor opened.
 * @throws AppError `input_invalid` for a foreign cursor.
 */
export async function entryQueryOf(query: RecordQuery, sealer: RecordSealer): Promise<EntryQuery> {
  const { after, patientId, ...filter } = query;
  return {
    ...filter,
    ...(patientId === undefined ? {} : { patientIndexes: await sealer.about.indexesOf(patientId, PATIENT) }),
    ...(after === undefined ? {} : { after: await openCursor(after, cursorContext(query), sealer) }),
  };
}

/** The cursor of what follows this place for this query alone; null where nothing follows. */
export async function cursorAfter(
  seq: bigint | null,
  query: RecordQuery,
  sealer: Sealer,
): Promise<string | null> {
  return seq === null ? null : sealCursor(seq, cursorContext(query), sealer);
}

async function sealCursor(seq: bigint, context: string, sealer: Sealer): Promise<string> {
  return Buffer.from(await sealer.seal(Buffer.from(String(seq)), context)).toString("base64url");
}

async function openCursor(cursor: string, context: string, sealer: Sealer): Promise<bigint> {
  try {
    return BigInt(Buffer.from(await sealer.open(Buffer.from(cursor, "base64url"), context)).toString());
  } catch (cause) {
    throw new AppError("input_invalid", "the cursor does not belong to this search", {
      cause,
      hint: "start again from the first page",
    });
  }
}

function cursorContext(query: RecordQuery): string {
  const { after: _after, limit: _limit, ...filter } = query;
  const defined = Object.entries(filter).filter(([, value]) => value !== undefined);
  return `audit.cursor\0${canonicalJson(Object.fromEntries(defined))}`;
}
