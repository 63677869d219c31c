/** Segments of the write-ahead log beside the backups: packed, sealed, each bound to its database and its place. */
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { AppError } from "../../kernel/errors.ts";
import type { KeyWrapper } from "../../keys/ports.ts";
import type { BackupTarget } from "../ports.ts";
import { getSealed, putSealed, sealedHeader } from "../sealed-file.ts";
import { isArchived } from "./segments.ts";

export interface LogArchiveParts {
  readonly target: BackupTarget;
  readonly wrapper: KeyWrapper;
  /** Of the database, by which several can lie in one place. */
  readonly systemId: string;
}

const FOLDER = "wal/";
const ENDING = ".sealed";
const pack = promisify(gzip);
const unpack = promisify(gunzip);

/**
 * Keeps what PostgreSQL gives away; durable when it resolves. The same again changes nothing.
 * @param until a moment that can be restored to with it, milliseconds since 1970; 0: none is known
 * @throws AppError `conflict` where another of that name is there
 */
export async function keepSegment(
  { target, wrapper, systemId }: LogArchiveParts,
  name: string,
  bytes: Buffer,
  until: number,
): Promise<void> {
  const parts = { target, wrapper, systemId };
  const there = await getSegment(parts, name);
  if (there !== null) {
    if (there.equals(bytes)) return;
    throw new AppError("conflict", `another \`${name}\` of this database lies beside the backups`, {
      hint: "give each database that runs a place of its own for its backups",
    });
  }
  // Ends of segments that were not full are zeros: most of the log of a quiet night.
  const packed = await pack(bytes, { level: 1 });
  const title = { format: "modicum-wal/1", id: `${systemId}.${name}`, at: until } as const;
  await putSealed(target, nameOf(systemId, name), title, Readable.from([packed]), wrapper);
}

/** Null: there is none. @throws AppError `key_unavailable` where it is not as it was written */
export async function getSegment(
  { target, wrapper, systemId }: LogArchiveParts,
  name: string,
): Promise<Buffer | null> {
  if (!isArchived(name)) return null;
  const file = await getSealed(target, nameOf(systemId, name));
  if (file === null) return null;
  if (file.header.format !== "modicum-wal/1" || file.header.id !== `${systemId}.${name}`)
    throw new AppError("input_invalid", `the segment \`${name}\` says that it is another`);
  return unpack(await buffer(Readable.from(file.open(wrapper))));
}

/** Names of what is there, in order. */
export async function listSegments(target: BackupTarget, systemId: string): Promise<readonly string[]> {
  const folder = `${FOLDER}${systemId}/`;
  return (await target.list(folder)).map((name) => name.slice(folder.length, -ENDING.length));
}

/** What `keepSegment` was told; null: there is none. */
export async function untilOf(target: BackupTarget, systemId: string, name: string): Promise<number | null> {
  return (await sealedHeader(target, nameOf(systemId, name)))?.at ?? null;
}

export async function removeSegment(target: BackupTarget, systemId: string, name: string): Promise<void> {
  await target.remove(nameOf(systemId, name));
}

function nameOf(systemId: string, name: string): string {
  return `${FOLDER}${systemId}/${name}${ENDING}`;
}
