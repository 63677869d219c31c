import type { RecordDesk } from "../api/ports.ts";
import { nextEntryId } from "../audit/entry-id.ts";
import { createRecorder } from "../audit/recorder.ts";
import type { AuditEntry } from "../audit/types.ts";
import type { Sealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Database } from "../store/database.ts";
import { createRecordStore } from "../store/record-store.ts";

export interface OpenRecord {
  nextEntryId(): string;
  /** Resolves when durable. */
  append(entry: AuditEntry): Promise<void>;
  check(): "ok" | "failing";
  readonly desk: RecordDesk;
}

/** The record: group-committed, patient-linked fields sealed. */
export function openRecord(parts: {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly closers: (() => Promise<void>)[];
}): OpenRecord {
  const recorder = createRecorder(createRecordStore(parts.database.kysely), parts.sealer, parts.clock);
  parts.closers.push(() => recorder.close());
  return {
    nextEntryId: () => nextEntryId(parts.clock),
    append: (entry) => recorder.record(entry),
    check: () => (recorder.health().failing === null ? "ok" : "failing"),
    desk: { search: (query, withPatients) => recorder.search(query, withPatients) },
  };
}
