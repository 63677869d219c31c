import { randomUUID } from "node:crypto";
import type { BackupDesk, BackupPlace } from "../api/backups/ports.ts";
import { systemEntry } from "../audit/system-entry.ts";
import { type BackupParts, createBackup, listBackups, removeBackup } from "../backup/backups.ts";
import { drillBackup, type DrillParts } from "../backup/drill.ts";
import { openTarget } from "../backup/open-target.ts";
import { copyCold } from "../backup/cold-copies.ts";
import { type KeyPackParts, writeKeyPack } from "../backup/key-pack.ts";
import type { BackupLedger, BackupRun } from "../backup/ports.ts";
import { type BackupPast, isDrillDue, overdueOf, PLAN, surplus } from "../backup/schedule.ts";
import type { BackupConfig } from "../config/backup.ts";
import type { JobStore } from "../jobs/ports.ts";
import { SYSTEM } from "../jobs/scheduler.ts";
import type { Job, JobKind } from "../jobs/types.ts";
import { keyFilesIn } from "../keys/key-folder.ts";
import { createKeyWrapper } from "../keys/key-wrapper.ts";
import type { Keyring } from "../keys/keyring.ts";
import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import { createBackupDatabase } from "../store/backup-database.ts";
import { createBackupLedger } from "../store/backup-ledger.ts";
import type { ColdFiles } from "../store/cold/search.ts";
import type { Database } from "../store/database.ts";
import { createPatientKeyStore } from "../store/patient-key-store.ts";
import { createScratchDatabases } from "../store/scratch-databases.ts";
import type { Log } from "./log.ts";
import { openMomentRuns, recordCheck } from "./moment-runs.ts";
import type { OpenRecord } from "./record.ts";
import { keysDirOf } from "./storage.ts";
import type { Metrics } from "./telemetry/metrics.ts";

export interface OpenBackups {
  readonly desk: BackupDesk;
  /** Done once a day, and whenever somebody asks. */
  readonly kinds: { readonly backup: JobKind; readonly drill: JobKind };
  /** Keeps the log of the embedded database from now on, where that was asked for. */
  start(): void;
  /** For readiness: whether a backup or a drill is overdue. */
  check(): "ok" | "failing";
  /** Writes the pack of patients' keys anew, so that no older one is left beside the backups. */
  keysChanged(): Promise<void>;
}

export interface BackupsParts {
  readonly config: { readonly dataDir: string; readonly backup: BackupConfig };
  readonly database: Database;
  readonly cold: ColdFiles;
  readonly keyring: Keyring;
  readonly record: Pick<OpenRecord, "append" | "nextEntryId" | "origin" | "publicKey">;
  readonly jobs: Pick<JobStore, "add">;
  /** Has the queue looked at. */
  readonly wake: () => void;
  readonly policyHash: () => string;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "gauge">;
  readonly closers: (() => Promise<void>)[];
}

/** Backups of the whole database, and the drills that restore them; what each came to is on file and in the record. */
export async function openBackups(parts: BackupsParts): Promise<OpenBackups> {
  const { config, database, keyring, clock } = parts;
  const backup: BackupParts & KeyPackParts = {
    database: createBackupDatabase(database.url),
    target: openTarget(config.backup.target, Date.now),
    wrapper: createKeyWrapper(keyring, "backup"),
    keyFiles: () => keyFilesIn(keysDirOf(config.dataDir)),
    clock,
  };
  const ledger = createBackupLedger(database.kysely);
  const patientKeys = createPatientKeyStore(database.kysely);
  const since = clock.now();
  let past = await pastOf(ledger, since);

  async function file(run: BackupRun): Promise<void> {
    await ledger.add(run);
    await parts.record.append(entryOf(parts, run));
    past = await pastOf(ledger, since);
  }

  const packKeys = async (): Promise<void> => void (await writeKeyPack(backup, patientKeys));
  const moments = await openMomentRuns(parts, backup, { packKeys, file });

  async function make(askedBy: string | null): Promise<void> {
    await file(await backedUp(backup, askedBy));
    await packKeys();
    await moments?.renew(askedBy);
    await copyCold(backup, parts.cold.folder);
    const proven = (await ledger.lastGood("drill"))?.backupId ?? null;
    for (const id of surplus(await listBackups(backup.target), proven, PLAN))
      await removeBackup(backup.target, id).catch(unlessLocked);
  }

  async function drill(askedBy: string | null): Promise<void> {
    if (askedBy === null && !isDrillDue(past, PLAN, clock.now())) return;
    const newest = (await listBackups(backup.target)).at(-1);
    if (newest !== undefined) await file(await drilled(drillParts(parts, backup), newest, askedBy));
    await moments?.drill(askedBy);
  }

  return {
    kinds: { backup: kindOf(JOBS.backup, make), drill: kindOf(JOBS.drill, drill) },
    check: () => {
      const overdue = overdueOf(past, PLAN, clock.now());
      return overdue.backup || overdue.drill || moments?.check() === "failing" ? "failing" : "ok";
    },
    start: () => moments?.start(),
    keysChanged: packKeys,
    desk: {
      place: placeOf(config.backup),
      moments: async () => (await moments?.status()) ?? null,
      list: () => listBackups(backup.target),
      runs: (query) => ledger.list(query),
      status: () => ({ ...past, overdue: overdueOf(past, PLAN, clock.now()), plan: PLAN }),
      begin: (kind, personId) => begin(parts, kind, personId),
    },
  };
}

function placeOf({ target }: BackupConfig): BackupPlace {
  if (target.kind === "folder") return { kind: "folder", name: target.dir, lock: null };
  const { kind, bucket, prefix, lock } = target;
  const locked = lock === undefined ? null : `${lock.mode.toLowerCase()}, ${lock.days} days`;
  return { kind, name: `s3://${bucket}${prefix === "" ? "" : `/${prefix}`}`, lock: locked };
}

/** What the store keeps under lock goes another night. */
function unlessLocked(fault: unknown): void {
  if (!(fault instanceof AppError) || fault.code !== "conflict") throw fault;
}

/** How long what a job says of itself is kept. */
const JOB_KEPT_MS = 30 * 86_400_000;
const JOBS = { backup: "system.backup.create", drill: "system.backup.drill" } as const;

async function begin(
  { jobs, wake, clock }: BackupsParts,
  kind: keyof typeof JOBS,
  personId: string,
): Promise<string> {
  const id = randomUUID();
  const madeAt = clock.now();
  const endsAt = madeAt + JOB_KEPT_MS;
  await jobs.add({ id, kind: JOBS[kind], personId, steps: 1, madeAt, endsAt, task: "" });
  wake();
  return id;
}

async function pastOf(ledger: BackupLedger, since: number): Promise<BackupPast> {
  const [backup, drill] = await Promise.all([ledger.lastGood("backup"), ledger.lastGood("drill")]);
  return { lastBackupAt: backup?.endedAt ?? null, lastDrillAt: drill?.endedAt ?? null, since };
}

async function backedUp(backup: BackupParts, askedBy: string | null): Promise<BackupRun> {
  const startedAt = backup.clock.now();
  const run = { id: randomUUID(), kind: "backup", askedBy, startedAt, tree: null, moment: null } as const;
  try {
    const { id, tables } = await createBackup(backup);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    const made = { backupId: id, tables: tables.length, rows, failure: null };
    return { ...run, ...made, endedAt: backup.clock.now() };
  } catch (fault) {
    const failure = fault instanceof AppError ? `${fault.code}: ${fault.message}` : "internal";
    return { ...run, backupId: null, tables: 0, rows: 0, failure, endedAt: backup.clock.now() };
  }
}

async function drilled(parts: DrillParts, backupId: string, askedBy: string | null): Promise<BackupRun> {
  const { madeAt: _, ...result } = await drillBackup(parts, backupId);
  return { ...result, id: randomUUID(), kind: "drill", askedBy, moment: null };
}

function drillParts(parts: BackupsParts, backup: BackupParts): DrillParts {
  return {
    ...backup,
    scratch: createScratchDatabases(parts.database.url),
    checkRecord: recordCheck(parts.cold, parts.record),
  };
}

/** What it came to is filed by the step itself, also where it failed: it is not tried again before it is due. */
function kindOf(kind: string, work: (askedBy: string | null) => Promise<void>): JobKind {
  return {
    kind,
    step: async ({ personId }: Job) => {
      await work(personId === SYSTEM ? null : personId);
      return { kind: "done", parts: [] };
    },
    failed: async () => undefined,
  };
}

function entryOf({ record, policyHash, clock }: BackupsParts, run: BackupRun) {
  const { kind, backupId, tables, rows, tree, failure, moment } = run;
  const momentSaid = moment === null ? "" : `restored to ${new Date(moment).toISOString()}, `;
  const rootSaid = tree === null ? "" : `, tree ${tree.size} ${tree.root}`;
  return systemEntry({
    id: record.nextEntryId(),
    at: clock.now(),
    interaction: kind === "drill" || kind === "moment" ? JOBS.drill : JOBS.backup,
    policyHash: policyHash(),
    reason: failure === null ? null : "backup_not_whole",
    recordCount: 0,
    changes: [
      failure === null
        ? `${kind} ${backupId ?? ""}: ${momentSaid}${tables} tables, ${rows} rows${rootSaid}`
        : `${kind} ${backupId ?? ""} failed: ${failure}`,
    ],
  });
}
