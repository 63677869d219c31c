import type { KeyObject } from "node:crypto";
import type { RecordDesk } from "../api/ports.ts";
import { nextEntryId } from "../audit/entry-id.ts";
import { watchOutages } from "../audit/outage.ts";
import { createRecorder, type RecorderHealth } from "../audit/recorder.ts";
import type { RecordStore } from "../audit/ports.ts";
import { openRecordTree } from "../audit/tree/record-tree.ts";
import type { AuditEntry } from "../audit/types.ts";
import type { Config } from "../config.ts";
import type { RecordSealer } from "../keys/ports.ts";
import { openRecordSigningKey } from "../keys/record-signing-key.ts";
import type { Clock } from "../kernel/clock.ts";
import type { ColdFiles } from "../store/cold/search.ts";
import type { Database } from "../store/database.ts";
import { createRecordStore } from "../store/record-store.ts";
import { type Emergencies, openEmergencies } from "./emergencies.ts";
import { type Integrity, openIntegrity } from "./integrity.ts";
import type { Log } from "./log.ts";
import { keysDirOf } from "./storage.ts";
import { type CommitTimes, createCommitTimes } from "./health/commit-times.ts";
import type { Metrics } from "./telemetry/metrics.ts";

export interface OpenRecord {
  nextEntryId(): string;
  /** Resolves when durable. */
  append(entry: AuditEntry): Promise<void>;
  health(): RecorderHealth;
  readonly commits: CommitTimes;
  readonly desk: RecordDesk;
  readonly integrity: Integrity;
  /** What the log is called in its checkpoints. */
  readonly origin: string;
  /** The key that they are signed with. */
  readonly publicKey: KeyObject;
  readonly journal: Pick<Emergencies, "health" | "check" | "sealed">;
}

/**
 * The record: group-committed, patient-linked fields sealed, every entry a leaf of a signed tree.
 * @throws AppError `record_unavailable` where it is not as it was signed, `key_unavailable` without its key.
 */
export async function openRecord(parts: {
  readonly config: Config;
  readonly database: Database;
  readonly sealer: RecordSealer;
  readonly clock: Clock;
  readonly policyHash: () => string;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "commitSeconds" | "batchEntries">;
  readonly closers: (() => Promise<void>)[];
  readonly cold: ColdFiles;
}): Promise<OpenRecord> {
  const { dataDir, production } = parts.config;
  const key = await openRecordSigningKey(keysDirOf(dataDir), parts.sealer, production?.recordKeyFile);
  const store = createRecordStore(parts.database.kysely, parts.cold);
  const origin = originOf(parts.config);
  const tree = await openRecordTree(store, key, origin, parts.clock);
  const commits = createCommitTimes(parts.clock);
  const recorder = createRecorder(measuredStore(tree, parts.metrics, commits), parts.sealer, parts.clock);
  parts.closers.push(() => recorder.close());
  parts.closers.push(watchOutages({ ...parts, recorder }));
  const journal = await openEmergencies({ ...parts, dataDir, recorder });
  return {
    nextEntryId: () => nextEntryId(parts.clock),
    append: (entry) => journal.record(entry),
    health: () => recorder.health(),
    commits,
    publicKey: key.publicKey,
    desk: { search: (query, withPatients) => recorder.search(query, withPatients) },
    journal,
    origin,
    integrity: await openIntegrity({ ...parts, store, origin, publicKey: key.publicKey, recorder }),
  };
}

/** The same store, each group commit timed and counted. */
function measuredStore(
  store: RecordStore,
  { commitSeconds, batchEntries }: Pick<Metrics, "commitSeconds" | "batchEntries">,
  commits: CommitTimes,
): RecordStore {
  return {
    search: (query) => store.search(query),
    append: async (entries) => {
      const began = performance.now();
      await store.append(entries);
      const tookMs = performance.now() - began;
      commitSeconds.observe(tookMs / 1_000);
      commits.took(tookMs);
      batchEntries.observe(entries.length);
    },
  };
}

/** What the log is called when it is begun: by where the deployment is reached (C2SP tlog-checkpoint). */
function originOf({ production }: Config): string {
  return production === undefined ? "modicum/demo" : `modicum/${new URL(production.publicUrl).host}`;
}
