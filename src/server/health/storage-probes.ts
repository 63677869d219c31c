import { statfs } from "node:fs/promises";
import { type Kysely, sql } from "kysely";
import type { BackupDesk } from "../../api/backups/ports.ts";
import type { VaultState } from "../../keys/vaults/ports.ts";
import { type Clock, systemClock } from "../../kernel/clock.ts";
import type { Database } from "../../store/database.ts";
import type { Schema } from "../../store/schema.ts";
import { type Finding, type Probe, spanOf } from "./probe.ts";

export interface StorageParts {
  readonly database: Pick<Database, "answers" | "sessions" | "state" | "kind"> & {
    readonly kysely: Kysely<Schema>;
  };
  readonly backups: Pick<BackupDesk, "status">;
  readonly keyring: { vault(): Promise<VaultState> };
  /** Folders that are written to. */
  readonly folders: readonly string[];
  readonly clock: Clock;
}

/** Where the data lie, what opens them, and whether they can be brought back (45 CFR 164.308(a)(7)). */
export function storageProbes(parts: StorageParts): readonly Probe[] {
  return [
    { id: "database", title: "Database", area: null, look: () => database(parts) },
    { id: "disk", title: "Free disk", area: null, look: () => disk(parts.folders) },
    { id: "keys", title: "Key vault", area: "keys", look: () => vault(parts) },
    { id: "backups", title: "Backups", area: "backups", look: () => backups(parts) },
    { id: "drills", title: "Restore drills", area: "backups", look: () => drills(parts) },
    { id: "clock", title: "Clock", area: null, look: () => clocks(parts) },
  ];
}

/** A few wait for a moment, our own questions among them. */
const MANY_WAITING = 10;

async function database({ database: db }: StorageParts): Promise<Finding> {
  const { open, idle, waiting } = db.sessions();
  const figures = { sessions: open, idle, waiting };
  if (!(await db.answers()))
    return {
      state: "failed",
      found: db.state() === "restarting" ? "It is being restarted." : "It gives no answer.",
      next: "See whether PostgreSQL runs, and its log.",
      figures,
    };
  const { rows } = await sql<{ readonly size: string }>`
    select pg_database_size(current_database())::text as size`.execute(db.kysely);
  const sizeBytes = Number(rows[0]?.size ?? 0);
  const found = `It answers, and takes ${bytes(sizeBytes)}; ${open - idle} of ${open} sessions are busy.`;
  if (waiting < MANY_WAITING) return { state: "ok", found, figures: { ...figures, sizeBytes } };
  return {
    state: "attention",
    found: `${found} ${waiting} requests wait for a session.`,
    next: "If this stays, the database is too slow for the load.",
    figures: { ...figures, sizeBytes },
  };
}

const FEW = { share: 0.1, bytes: 5 * 1024 ** 3 };
const FULL = { share: 0.02, bytes: 256 * 1024 ** 2 };

/** The folder with the least room. */
async function disk(folders: readonly string[]): Promise<Finding> {
  const rooms = await Promise.all(folders.map(roomIn));
  const known = rooms.flatMap((room) => room ?? []).toSorted((a, b) => a.free - b.free);
  const [least] = known;
  if (least === undefined) return { state: "unknown", found: "No folder could be looked at." };
  return roomFinding(least);
}

/** What room a disk has, in words. Bytes. */
export function roomFinding({ free, total }: { readonly free: number; readonly total: number }): Finding {
  const found = `${bytes(free)} of ${bytes(total)} are free where it is least.`;
  const figures = { freeBytes: free, totalBytes: total };
  const isBelow = (bound: typeof FEW): boolean => free < bound.bytes && free < total * bound.share;
  if (!isBelow(FEW)) return { state: "ok", found, figures };
  return {
    state: isBelow(FULL) ? "failed" : "attention",
    found,
    next: "Make room: where the record cannot be written, nothing is released.",
    figures,
  };
}

async function roomIn(folder: string) {
  try {
    const { bavail, bsize, blocks } = await statfs(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return null;
  }
}

async function vault({ keyring }: StorageParts): Promise<Finding> {
  const { kind, ok, detail } = await keyring.vault();
  if (ok) return { state: "ok", found: `The root key answers (${kind}).` };
  return {
    state: "failed",
    found: `The root key does not answer (${kind}${detail === null ? "" : `: ${detail}`}).`,
    next: "Keys that are open stay so; nothing can be rotated, and the next start would fail.",
  };
}

const DAY_MS = 86_400_000;

function backups({ backups: desk, clock }: StorageParts): Finding {
  const { lastBackupAt, overdue } = desk.status();
  if (lastBackupAt === null)
    return {
      state: overdue.backup ? "failed" : "attention",
      found: "None was made yet.",
      next: "Make one now; from then on each night makes one.",
    };
  const ageMs = clock.now() - lastBackupAt;
  const found = `The last was made ${spanOf(ageMs)} ago.`;
  if (!overdue.backup) return { state: "ok", found, figures: { ageMs } };
  const next = "See why the last run failed, and back up now.";
  return { state: "failed", found, next, since: lastBackupAt + DAY_MS, figures: { ageMs } };
}

function drills({ backups: desk, clock }: StorageParts): Finding {
  const { lastDrillAt, overdue } = desk.status();
  if (lastDrillAt === null)
    return {
      state: overdue.drill ? "failed" : "attention",
      found: "No drill has brought a backup back yet.",
      next: "Hold one: a backup that was never restored proves nothing.",
    };
  const ageMs = clock.now() - lastDrillAt;
  const found = `The last came back whole ${spanOf(ageMs)} ago.`;
  return overdue.drill
    ? { state: "attention", found, next: "Hold a drill.", figures: { ageMs } }
    : { state: "ok", found, figures: { ageMs } };
}

const APART_MS = 2_000;

/** Times of entries are this process's: beside another machine's clock one sees whether it is off. */
async function clocks({ database: { kysely, kind } }: StorageParts): Promise<Finding> {
  if (kind === "embedded")
    return {
      state: "unknown",
      found: "The database runs on this machine, so that there is no second clock to compare with.",
      next: "Have the machine keep its time by NTP.",
    };
  const before = systemClock.now();
  const { rows } = await sql<{ readonly at: string }>`
    select (extract(epoch from clock_timestamp()) * 1000)::text as at`.execute(kysely);
  const middle = (before + systemClock.now()) / 2;
  const differenceMs = Math.round(Number(rows[0]?.at) - middle);
  const found = `The database's clock is ${Math.abs(differenceMs)} ms ${differenceMs < 0 ? "behind" : "ahead"}.`;
  const figures = { differenceMs };
  if (Math.abs(differenceMs) <= APART_MS) return { state: "ok", found, figures };
  const next = "Have both machines keep their time by NTP: times in the record are this machine's.";
  return { state: "attention", found, next, figures };
}

function bytes(count: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  const at = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, count)) / 3)));
  return `${(count / 1_000 ** at).toFixed(at === 0 ? 0 : 1)} ${units[at]}`;
}
