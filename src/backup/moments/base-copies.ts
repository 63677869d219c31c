/** Copies of a running database's files, from which its write-ahead log leads on to any moment after. */
import { createGunzip, createGzip } from "node:zlib";
import { pipeline } from "node:stream";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import { getSealed, putSealed } from "../sealed-file.ts";
import { framedFiles, unframedFiles } from "./file-frames.ts";
import type { LogArchiveParts } from "./log-archive.ts";
import type { ArchivedDatabase, ClusterFile } from "./ports.ts";

const segment = z.string().regex(/^[0-9A-F]{24}$/);
const manifestSchema = z.strictObject({
  id: z.string(),
  startSegment: segment,
  stopSegment: segment,
  from: z.number(),
});

/** A base copy that is there. */
export type BaseCopy = z.infer<typeof manifestSchema>;

const FOLDER = "base/";
const FILES = "/files.sealed";
const MANIFEST = "/manifest.sealed";

/**
 * Copies a database while it runs. It counts once its manifest is there, which is written last.
 * @throws AppError `database_unreachable`, or as the target does
 */
export async function makeBaseCopy(
  parts: LogArchiveParts,
  database: Pick<ArchivedDatabase, "copy">,
  at: number,
): Promise<BaseCopy> {
  const { target, wrapper, systemId } = parts;
  const id = new Date(at).toISOString().replaceAll(/[-:.]/g, "");
  const { files, span } = database.copy();
  const packed = piped(framedFiles(files), createGzip({ level: 1 }));
  const place = `${FOLDER}${systemId}/${id}`;
  const title = { format: "modicum-base/1", id: `${systemId}.${id}`, at } as const;
  await putSealed(target, `${place}${FILES}`, title, packed, wrapper);
  const manifest: BaseCopy = { id, ...span() };
  const about = { ...title, format: "modicum-base-manifest/1" } as const;
  const said = Readable.from([Buffer.from(JSON.stringify(manifest))]);
  await putSealed(target, `${place}${MANIFEST}`, about, said, wrapper);
  return manifest;
}

/** Those that are whole, oldest first. @throws AppError `key_unavailable` */
export async function listBaseCopies({
  target,
  wrapper,
  systemId,
}: LogArchiveParts): Promise<readonly BaseCopy[]> {
  const found: BaseCopy[] = [];
  for (const name of await target.list(`${FOLDER}${systemId}/`)) {
    const file = name.endsWith(MANIFEST) ? await getSealed(target, name) : null;
    if (file === null) continue;
    found.push(manifestSchema.parse(JSON.parse(await text(Readable.from(file.open(wrapper))))));
  }
  return found;
}

/** Its files, as they were copied. @throws AppError `not_found`, `key_unavailable`, `input_invalid` */
export async function openBaseCopy(
  { target, wrapper, systemId }: LogArchiveParts,
  id: string,
): Promise<AsyncIterable<ClusterFile>> {
  const file = await getSealed(target, `${FOLDER}${systemId}/${id}${FILES}`);
  if (file === null) throw new AppError("not_found", `there is no base copy \`${id}\``);
  if (file.header.format !== "modicum-base/1" || file.header.id !== `${systemId}.${id}`)
    throw new AppError("input_invalid", `the base copy \`${id}\` says that it is another`);
  return unframedFiles(piped(file.open(wrapper), createGunzip({ chunkSize: 256 * 1024 })));
}

/** The manifest goes first: what is left of one that was half removed does not count. */
export async function removeBaseCopy(
  { target, systemId }: Omit<LogArchiveParts, "wrapper">,
  id: string,
): Promise<void> {
  await target.remove(`${FOLDER}${systemId}/${id}${MANIFEST}`);
  await target.remove(`${FOLDER}${systemId}/${id}${FILES}`);
}

/** Databases of which there is a base copy, by their ids. */
export async function systemIdsIn(target: LogArchiveParts["target"]): Promise<readonly string[]> {
  const ids = (await target.list(FOLDER)).map((name) => name.split("/")[1] ?? "");
  return [...new Set(ids)];
}

/** A fault on either side is thrown where it is read. */
function piped(bytes: AsyncIterable<Uint8Array>, through: NodeJS.ReadWriteStream): AsyncIterable<Uint8Array> {
  pipeline(Readable.from(bytes), through, () => undefined);
  return through as unknown as AsyncIterable<Uint8Array>;
}
