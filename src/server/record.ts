import type { RecordDesk } from "../api/ports.ts";
import { nextEntryId } from "../audit/entry-id.ts";
import { createRecorder } from "../audit/recorder.ts";
import { openRecordTree } from "../audit/tree/record-tree.ts";
import type { AuditEntry } from "../audit/types.ts";
import type { Config } from "../config.ts";
import type { Sealer } from "../keys/ports.ts";
import { openRecordSigningKey } from "../keys/record-signing-key.ts";
import type { Clock } from "../kernel/clock.ts";
import type { ColdFiles } from "../store/cold/search.ts";
import type { Database } from "../store/database.ts";
import { createRecordStore } from "../store/record-store.ts";
import { keysDirOf } from "./storage.ts";

export interface OpenRecord {
  nextEntryId(): string;
  /** Resolves when durable. */
  append(entry: AuditEntry): Promise<void>;
  check(): "ok" | "failing";
  readonly desk: RecordDesk;
}

/**
 * The record: group-committed, patient-linked fields sealed, every entry a leaf of a signed tree.
 * @throws AppError `record_unavailable` where it is not as it was signed, `key_unavailable` without its key.
 */
export async function openRecord(parts: {
  readonly config: Config;
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly closers: (() => Promise<void>)[];
  readonly cold: ColdFiles;
}): Promise<OpenRecord> {
  const { dataDir, production } = parts.config;
  const key = await openRecordSigningKey(keysDirOf(dataDir), parts.sealer, production?.recordKeyFile);
  const store = createRecordStore(parts.database.kysely, parts.cold);
  const tree = await openRecordTree(store, key, originOf(parts.config), parts.clock);
  const recorder = createRecorder(tree, parts.sealer, parts.clock);
  parts.closers.push(() => recorder.close());
  return {
    nextEntryId: () => nextEntryId(parts.clock),
    append: (entry) => recorder.record(entry),
    check: () => (recorder.health().failing === null ? "ok" : "failing"),
    desk: { search: (query, withPatients) => recorder.search(query, withPatients) },
  };
}

/** What the log is called when it is begun: by where the deployment is reached (C2SP tlog-checkpoint). */
function originOf({ production }: Config): string {
  return production === undefined ? "modicum/demo" : `modicum/${new URL(production.publicUrl).host}`;
}
