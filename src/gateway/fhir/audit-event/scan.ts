import type { RecordPage } from "../../../audit/search.ts";
import type { Permitted } from "../../../pipeline.ts";
import type { AuditRecord } from "../deps.ts";
import { eventsOf, type ShownEvent } from "./events.ts";
import type { EventPlan } from "./plan.ts";
import type { RecordRights } from "./rights.ts";

/**
 * A place in the sequence of events, newest first, that stays where it is while the record grows: the cursor of the page
 * of the record, null for the first, and the last event that was looked at, null for none of that page.
 */
export interface EventPlace {
  readonly cursor: string | null;
  readonly event: string | null;
}

export interface FoundEvents {
  readonly events: readonly ShownEvent[];
  /** Where to go on; null: there is nothing more. */
  readonly next: EventPlace | null;
}

/** Entries that are read at once, and for one page of an answer: one that finds little has few matches, and a next link. */
const CHUNK = 200;
const MOST_ENTRIES = 5_000;

interface Scan {
  readonly record: AuditRecord;
  readonly plan: EventPlan;
  readonly rights: RecordRights;
  readonly permitted: Permitted;
  readonly count: number;
  readonly from: EventPlace | null;
}

/** Reads the record from a place on until a page is full, the record ends, or enough was read. */
export async function scanEvents({
  record,
  plan,
  rights,
  permitted,
  count,
  from,
}: Scan): Promise<FoundEvents> {
  const found: ShownEvent[] = [];
  let cursor = from?.cursor ?? null;
  let last = from?.event ?? null;
  for (let read = 0; read < MOST_ENTRIES; read += CHUNK) {
    const page = await pageAt(record, plan, rights, cursor);
    const events = page.entries.flatMap((entry) => eventsOf(entry, permitted));
    for (const event of eventsAfter(events, last)) {
      last = event.id;
      if (!plan.matches(event.resource)) continue;
      found.push(event);
      if (found.length === count) {
        const isEnd = page.next === null && event === events.at(-1);
        return { events: found, next: isEnd ? null : { cursor, event: event.id } };
      }
    }
    if (page.next === null) return { events: found, next: null };
    cursor = page.next;
    if (events.some(({ id }) => id === last)) last = null;
  }
  return { events: found, next: { cursor, event: last } };
}

/** Entries that were recorded meanwhile push others out of the first chunk: then the event stands in a later one. */
function eventsAfter(events: readonly ShownEvent[], last: string | null): readonly ShownEvent[] {
  if (last === null) return events;
  const at = events.findIndex(({ id }) => id === last);
  return at === -1 ? [] : events.slice(at + 1);
}

function pageAt(
  record: AuditRecord,
  { query }: EventPlan,
  { patients }: RecordRights,
  cursor: string | null,
): Promise<RecordPage> {
  return record.search({ ...query, limit: CHUNK, ...(cursor === null ? {} : { after: cursor }) }, patients);
}
