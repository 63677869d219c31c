import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import type { KeyWrapper } from "../keys/ports.ts";
import { type Archive, archiveOf, readArchive } from "./archive.ts";
import type { BackupDatabase, BackupTarget, TableDigest } from "./ports.ts";
import { getSealed, putSealed } from "./sealed-file.ts";

export interface BackupParts {
  readonly database: BackupDatabase;
  readonly target: BackupTarget;
  /** Wraps under the keyring's `backup` key. */
  readonly wrapper: KeyWrapper;
  readonly clock: Clock;
}

/** A backup that was made. */
export interface Backup {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly tables: readonly TableDigest[];
}

const FOLDER = "backups/";

/**
 * Writes every table as of now, sealed, and resolves when the last byte is in its place.
 * @param told how far it is, table by table
 * @throws AppError `database_unreachable`, `key_unavailable`
 */
export async function createBackup(
  { database, target, wrapper, clock }: BackupParts,
  told: (table: TableDigest) => void = () => {},
): Promise<Backup> {
  const at = clock.now();
  const id = idOf(at);
  const tables: TableDigest[] = [];
  const snapshot = await database.snapshot();
  try {
    const archive = archiveOf(snapshot, (table) => {
      tables.push(table);
      told(table);
    });
    const title = { format: "modicum-backup/1", id, at } as const;
    await putSealed(target, nameOf(id), title, archive, wrapper);
  } finally {
    await snapshot.close();
  }
  return { id, at, tables };
}

/** Ids of the backups that are there, oldest first; an id tells when it was made, in UTC. */
export async function listBackups(target: BackupTarget): Promise<readonly string[]> {
  return (await target.list(FOLDER)).map((name) => name.slice(FOLDER.length).replace(/\.sealed$/, ""));
}

export async function removeBackup(target: BackupTarget, id: string): Promise<void> {
  await target.remove(nameOf(id));
}

/**
 * Opens a backup for reading.
 * @throws AppError `not_found`, `key_unavailable` (another keyring, or a changed file), `input_invalid`
 */
export async function openBackup(
  { target, wrapper }: Pick<BackupParts, "target" | "wrapper">,
  id: string,
): Promise<Archive & { readonly at: number }> {
  const file = await getSealed(target, nameOf(id));
  if (file === null) throw new AppError("not_found", `there is no backup \`${id}\``);
  if (file.header.id !== id || file.header.format !== "modicum-backup/1")
    throw new AppError("input_invalid", `the backup \`${id}\` says that it is another`);
  const archive = await readArchive(file.open(wrapper));
  return { ...archive, at: file.header.at };
}

/** `20260504T150000000Z`: they sort as they were made. */
function idOf(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:.]/g, "");
}

function nameOf(id: string): string {
  return `${FOLDER}${id}.sealed`;
}
