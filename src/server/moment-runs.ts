/** Base copies, and drills that restore to a moment between backups, each with what it came to. */
import { randomUUID } from "node:crypto";
import { checkTree } from "../audit/tree/check-tree.ts";
import type { CheckedTree } from "../backup/drill.ts";
import type { KeyPackParts } from "../backup/key-pack.ts";
import type { ArchiverParts } from "../backup/moments/archiver.ts";
import { reachableSpans } from "../backup/moments/window.ts";
import type { BackupRun } from "../backup/ports.ts";
import { AppError } from "../kernel/errors.ts";
import { openDatabase } from "../store/database.ts";
import type { ColdFiles } from "../store/cold/search.ts";
import { embeddedArchive } from "../store/embedded/archived-database.ts";
import { recoverCluster } from "../store/embedded/recovery.ts";
import { createLogStore } from "../store/log-store.ts";
import { createRecordStore } from "../store/record-store.ts";
import type { BackupsParts } from "./backups.ts";
import { drillMoment } from "./moment-drill.ts";
import { makeBase, openMoments, type OpenMoments } from "./moments.ts";

export interface MomentRuns extends OpenMoments {
  /** Makes a base copy, and files what it came to; returns why it failed. */
  renew(askedBy: string | null): Promise<string | null>;
  /** Restores to a moment, where one can be reached, and files what it came to. */
  drill(askedBy: string | null): Promise<void>;
}

/** Null: the log is not kept. */
export async function openMomentRuns(
  parts: BackupsParts,
  backup: Pick<KeyPackParts, "target" | "wrapper" | "keyFiles">,
  { packKeys, file }: Filing,
): Promise<MomentRuns | null> {
  const { config, database } = parts;
  if (!config.backup.moments) return null;
  const archive = embeddedArchive(config.dataDir, database.url);
  const { target, wrapper, keyFiles } = backup;
  const systemId = await archive.systemId();
  const archived: ArchiverParts = { target, wrapper, keyFiles, database: archive, systemId, packKeys };
  const renew = async (askedBy: string | null): Promise<string | null> => {
    const run = await based(archived, askedBy);
    await file(run);
    return run.failure;
  };
  const moments = await openMoments({ ...parts, ...archived, renew: () => renewed(renew) });
  return {
    ...moments,
    renew,
    drill: async (askedBy) => {
      const run = await momentDrilled(parts, archived, askedBy);
      if (run !== null) await file(run);
    },
  };
}

interface Filing {
  readonly packKeys: () => Promise<void>;
  readonly file: (run: BackupRun) => Promise<void>;
}

/** On file it is already; thrown, it is an alarm. */
async function renewed(renew: (askedBy: null) => Promise<string | null>): Promise<void> {
  const failure = await renew(null);
  if (failure !== null) throw new AppError("report_incomplete", failure);
}

/** Works the record's tree out in the database at an address. */
export function recordCheck(
  cold: ColdFiles,
  { origin, publicKey }: Pick<BackupsParts["record"], "origin" | "publicKey">,
): (url: string) => Promise<CheckedTree> {
  return async (url) => {
    const restored = await openDatabase({ dataDir: "", databaseUrl: url, poolSize: 2 });
    try {
      const { size, root } = await checkTree(createRecordStore(restored.kysely, cold), origin, publicKey);
      return { size, root: Buffer.from(root).toString("hex") };
    } finally {
      await restored.close();
    }
  };
}

/** Makes a base copy; a failure is a result, too. Times of the ledger are those of the machine, as moments are. */
async function based(archived: ArchiverParts, askedBy: string | null): Promise<BackupRun> {
  return runOf("base", askedBy, async () => ({ backupId: (await makeBase(archived)).id }));
}

/** Restores to the middle of what the newest base copy leads to; null: it leads nowhere yet. */
async function momentDrilled(
  { config, database, cold, record, clock }: BackupsParts,
  archived: ArchiverParts,
  askedBy: string | null,
): Promise<BackupRun | null> {
  const span = (await reachableSpans(archived)).at(-1);
  if (span === undefined) return null;
  const moment = Math.floor((span.from + span.until) / 2);
  const parts = {
    ...archived,
    recover: recoverCluster,
    dataDir: config.dataDir,
    checkRecord: recordCheck(cold, record),
    log: createLogStore(database.kysely),
    record,
    clockOffsetMs: clock.now() - Date.now(),
  };
  return runOf("moment", askedBy, async () => {
    const { baseId, tree } = await drillMoment(parts, moment);
    return { backupId: baseId, tree, rows: tree.size, moment };
  });
}

async function runOf(
  kind: "base" | "moment",
  askedBy: string | null,
  work: () => Promise<Partial<BackupRun>>,
): Promise<BackupRun> {
  const startedAt = Date.now();
  const run = { id: randomUUID(), kind, askedBy, startedAt, endedAt: startedAt, backupId: null };
  const none = { ...run, tables: 0, rows: 0, tree: null, moment: null, failure: null };
  try {
    const found = await work();
    return { ...none, ...found, endedAt: Date.now() };
  } catch (fault) {
    const failure = fault instanceof AppError ? `${fault.code}: ${fault.message}` : "internal";
    return { ...none, failure, endedAt: Date.now() };
  }
}
