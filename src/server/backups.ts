import { randomUUID } from "node:crypto";
import type { BackupDesk } from "../api/backups/ports.ts";
import { systemEntry } from "../audit/system-entry.ts";
import { checkTree } from "../audit/tree/check-tree.ts";
import { type BackupParts, createBackup, listBackups, removeBackup } from "../backup/backups.ts";
import { drillBackup, type DrillParts } from "../backup/drill.ts";
import { folderTarget } from "../backup/folder-target.ts";
import { copyCold } from "../backup/cold-copies.ts";
import { writeKeyPack } from "../backup/key-pack.ts";
import type { BackupLedger, BackupRun } from "../backup/ports.ts";
import { type BackupPast, isDrillDue, overdueOf, PLAN, surplus } from "../backup/schedule.ts";
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
import { type Database, openDatabase } from "../store/database.ts";
import { createPatientKeyStore } from "../store/patient-key-store.ts";
import { createRecordStore } from "../store/record-store.ts";
import { createScratchDatabases } from "../store/scratch-databases.ts";
import type { OpenRecord } from "./record.ts";
import { keysDirOf } from "./storage.ts";

export interface OpenBackups {
  readonly desk: BackupDesk;
  /** Done once a day, and whenever somebody asks. */
  readonly kinds: { readonly backup: JobKind; readonly drill: JobKind };
  /** For readiness: whether a backup or a drill is overdue. */
  check(): "ok" | "failing";
  /** Writes the pack of patients' keys anew, so that no older one is left beside the backups. */
  keysChanged(): Promise<void>;
}

export interface BackupsParts {
  readonly config: { readonly dataDir: string; readonly backupDir: string };
  readonly database: Database;
  readonly cold: ColdFiles;
  readonly keyring: Keyring;
  readonly record: Pick<OpenRecord, "append" | "nextEntryId" | "origin" | "publicKey">;
  readonly jobs: Pick<JobStore, "add">;
  /** Has the queue looked at. */
  readonly wake: () => void;
  readonly policyHash: () => string;
  readonly clock: Clock;
}

/** Backups of the whole database, and the drills that restore them; what each came to is on file and in the record. */
export async function openBackups(parts: BackupsParts): Promise<OpenBackups> {
  const { config, database, keyring, clock } = parts;
  const backup: BackupParts = {
    database: createBackupDatabase(database.url),
    target: folderTarget(config.backupDir),
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

  async function make(askedBy: string | null): Promise<void> {
    await file(await backedUp(backup, askedBy));
    await writeKeyPack(backup, patientKeys);
    await copyCold(backup, parts.cold.folder);
    const proven = (await ledger.lastGood("drill"))?.backupId ?? null;
    for (const id of surplus(await listBackups(backup.target), proven, PLAN))
      await removeBackup(backup.target, id);
  }

  async function drill(askedBy: string | null): Promise<void> {
    if (askedBy === null && !isDrillDue(past, PLAN, clock.now())) return;
    const newest = (await listBackups(backup.target)).at(-1);
    if (newest !== undefined) await file(await drilled(drillParts(parts, backup), newest, askedBy));
  }

  return {
    kinds: { backup: kindOf(JOBS.backup, make), drill: kindOf(JOBS.drill, drill) },
    check: () => {
      const overdue = overdueOf(past, PLAN, clock.now());
      return overdue.backup || overdue.drill ? "failing" : "ok";
    },
    keysChanged: async () => void (await writeKeyPack(backup, patientKeys)),
    desk: {
      list: () => listBackups(backup.target),
      runs: (query) => ledger.list(query),
      status: () => ({ ...past, overdue: overdueOf(past, PLAN, clock.now()), plan: PLAN }),
      begin: (kind, personId) => begin(parts, kind, personId),
    },
  };
}

/** How long what a job says of itself is kept. */
const JOB_KEPT_MS = 30 * 86_400_000;
const JOBS = { backup: "system.backup.create", drill: "system.backup.drill" } as const;

async function begin(
  { jobs, wake, clock }: BackupsParts,
  kind: BackupRun["kind"],
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
  const run = { id: randomUUID(), kind: "backup", askedBy, startedAt, tree: null } as const;
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
  return { ...result, id: randomUUID(), kind: "drill", askedBy };
}

function drillParts({ database, cold, record }: BackupsParts, backup: BackupParts): DrillParts {
  const { origin, publicKey } = record;
  return {
    ...backup,
    scratch: createScratchDatabases(database.url),
    checkRecord: async (url) => {
      const restored = await openDatabase({ dataDir: "", databaseUrl: url, poolSize: 2 });
      try {
        const { size, root } = await checkTree(createRecordStore(restored.kysely, cold), origin, publicKey);
        return { size, root: Buffer.from(root).toString("hex") };
      } finally {
        await restored.close();
      }
    },
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
  const { kind, backupId, tables, rows, tree, failure } = run;
  const rootSaid = tree === null ? "" : `, tree ${tree.size} ${tree.root}`;
  return systemEntry({
    id: record.nextEntryId(),
    at: clock.now(),
    interaction: JOBS[kind],
    policyHash: policyHash(),
    reason: failure === null ? null : "backup_not_whole",
    recordCount: 0,
    changes: [
      failure === null
        ? `${kind} ${backupId ?? ""}: ${tables} tables, ${rows} rows${rootSaid}`
        : `${kind} ${backupId ?? ""} failed: ${failure}`,
    ],
  });
}
