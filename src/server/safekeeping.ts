import type { KeyDesk } from "../api/keys/ports.ts";
import type { BackupDesk } from "../api/backups/ports.ts";
import type { Config } from "../config.ts";
import { PATIENT } from "../audit/search.ts";
import type { EvidenceStore } from "../governance/evidence/ports.ts";
import type { ShreddingDesk } from "../governance/shredding/desk.ts";
import type { RetentionDesk } from "../governance/retention/desk.ts";
import type { Keyring } from "../keys/keyring.ts";
import type { RecordSealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { ColdFiles } from "../store/cold/search.ts";
import type { Database } from "../store/database.ts";
import { openBackups } from "./backups.ts";
import { withEvidence } from "./evidence/keeping.ts";
import type { DailyJob, Jobs } from "./jobs.ts";
import { openKeyDesk } from "./keys.ts";
import type { Log } from "./log.ts";
import type { OpenRecord } from "./record.ts";
import type { OpenRecordLog } from "./record-log.ts";
import { createSealedCounts } from "../store/sealed-counts.ts";
import { openRetention } from "./retention.ts";
import { openShredding } from "./shredding.ts";
import type { Metrics } from "./telemetry/metrics.ts";

export interface SafekeepingParts {
  readonly config: Config;
  readonly database: Database;
  readonly cold: ColdFiles;
  readonly sealer: RecordSealer;
  readonly keyring: Keyring;
  readonly record: OpenRecord;
  readonly recordLog: Pick<OpenRecordLog, "tilesThrough">;
  readonly jobs: Jobs;
  readonly evidence: Pick<EvidenceStore, "naming">;
  readonly policy: CompiledPolicy;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "gauge">;
  readonly closers: (() => Promise<void>)[];
}

/** What keeps the data safe and readable for as long as it has to be, and no longer. */
export interface Safekeeping {
  readonly desks: {
    readonly keys: KeyDesk;
    readonly shreddings: ShreddingDesk;
    readonly backups: BackupDesk;
    readonly retention: RetentionDesk;
  };
  readonly backups: { check(): "ok" | "failing" };
  /** What is done by itself once a day. */
  readonly daily: readonly DailyJob[];
  start(): void;
}

/** Keys, their destruction, and backups. */
export async function openSafekeeping(parts: SafekeepingParts): Promise<Safekeeping> {
  const { policy, record, jobs } = parts;
  const keys = await openKeyDesk({ ...parts, policyHash: policy.hash });
  const retention = await openRetention({
    ...parts,
    policy: () => policy,
    tilesThrough: parts.recordLog.tilesThrough,
  });
  const backups = await openBackups({
    ...parts,
    jobs: jobs.store,
    wake: jobs.exports.wake,
    policyHash: () => policy.hash,
  });
  const countSealed = createSealedCounts({
    db: parts.database.kysely,
    cold: parts.cold,
    sealer: parts.sealer,
    entryPatient: PATIENT,
  });
  const reasonsToKeep = withEvidence(retention.reasonsToKeep, parts.evidence);
  const shredding = openShredding({ ...parts, reasonsToKeep, countSealed, done: backups.keysChanged });
  const { timeZone } = policy.org;
  return {
    desks: { keys, shreddings: shredding.desk, backups: backups.desk, retention },
    backups,
    daily: [
      { kind: backups.kinds.backup, schedule: { hour: 1, minute: 0, timeZone } },
      { kind: backups.kinds.drill, schedule: { hour: 2, minute: 0, timeZone } },
      { kind: record.integrity.kind, schedule: { hour: 3, minute: 0, timeZone } },
    ],
    start: () => {
      shredding.start();
      backups.start();
    },
  };
}
