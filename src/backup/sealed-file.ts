import { z } from "zod";
import { AppError } from "../kernel/errors.ts";
import type { KeyWrapper } from "../keys/ports.ts";
import type { BackupTarget } from "./ports.ts";
import { freshStreamKey, openedStream, sealedStream } from "./sealed-stream.ts";

const FORMATS = [
  "modicum-backup/1",
  "modicum-keys/1",
  "modicum-cold/1",
  "modicum-base/1",
  "modicum-base-manifest/1",
  "modicum-wal/1",
] as const;

/** What stands before the sealed bytes, in the open, as one line of JSON; it is authenticated with each of them. */
const headerSchema = z.strictObject({
  format: z.enum(FORMATS),
  id: z.string().regex(/^[0-9A-Za-z._-]{1,80}$/),
  /** Milliseconds since 1970. */
  at: z.number(),
  wrappedBy: z.string(),
  wrapped: z.base64(),
  /**
   * By name: the keyring, each key wrapped by the vault, and what is sealed under it, such as the key that signs the record.
   * Without them nothing here opens, and nothing goes on, on another machine. INVARIANT: they stand in the pack of keys alone,
   * which is replaced: a key-encryption key in a file that stays would open what was destroyed (45 CFR 164.310(d)(2)(i)).
   */
  keyFiles: z.record(z.string().regex(/^[a-z][a-z.-]*$/), z.string()),
});

export type SealedHeader = z.infer<typeof headerSchema>;

/** What of a header its writer says. */
export type SealedTitle = Pick<SealedHeader, "format" | "id" | "at"> & {
  /** None unless given. */
  readonly keyFiles?: SealedHeader["keyFiles"];
};

/** Writes bytes under a fresh key that the `backup` key wraps; resolves when all of it is durable. */
export async function putSealed(
  target: BackupTarget,
  name: string,
  title: SealedTitle,
  bytes: AsyncIterable<Uint8Array>,
  wrapper: KeyWrapper,
): Promise<void> {
  const key = freshStreamKey();
  const { by, wrapped } = wrapper.wrap(key, contextOf(title));
  const header: SealedHeader = {
    keyFiles: {},
    ...title,
    wrappedBy: by,
    wrapped: Buffer.from(wrapped).toString("base64"),
  };
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  await target.put(name, framed(line, sealedStream(bytes, key, line)));
}

/** A sealed file of which the header was read. */
export interface SealedFile {
  readonly header: SealedHeader;
  /** @throws AppError `key_unavailable` where it is not as it was written, or of another keyring */
  open(wrapper: KeyWrapper): AsyncIterable<Uint8Array>;
}

/** Null: there is none. @throws AppError `input_invalid` where it is none of this format */
export async function getSealed(target: BackupTarget, name: string): Promise<SealedFile | null> {
  const bytes = await target.get(name);
  if (bytes === null) return null;
  const { header, line, rest } = await headerAndRest(bytes);
  return {
    header,
    async *open(wrapper) {
      const wrapped = Buffer.from(header.wrapped, "base64");
      const key = await wrapper.unwrap(header.wrappedBy, wrapped, contextOf(header));
      yield* openedStream(rest, key, line);
    },
  };
}

/** The header alone; null: there is none. @throws AppError `input_invalid` where it is none of this format */
export async function sealedHeader(target: BackupTarget, name: string): Promise<SealedHeader | null> {
  const bytes = await target.get(name);
  if (bytes === null) return null;
  try {
    return (await headerAndRest(bytes)).header;
  } finally {
    bytes.destroy();
  }
}

async function* framed(line: Buffer, sealed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield line;
  yield* sealed;
}

const LINE_MOST = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

async function headerAndRest(bytes: AsyncIterable<Uint8Array>) {
  const parts = bytes[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  let end = -1;
  while (end === -1) {
    const next = await parts.next();
    if (next.done === true || held.length > LINE_MOST)
      throw new AppError("input_invalid", "the file is no backup");
    held = Buffer.concat([held, next.value]);
    end = held.indexOf(NEWLINE);
  }
  const line = held.subarray(0, end + 1);
  const header = headerSchema.safeParse(parsedJson(line.toString("utf8")));
  if (!header.success) throw new AppError("input_invalid", "the file is no backup of this format");
  return { header: header.data, line, rest: following(held.subarray(end + 1), parts) };
}

async function* following(first: Uint8Array, parts: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let next = await parts.next(); next.done !== true; next = await parts.next()) yield next.value;
  } finally {
    await parts.return?.();
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function contextOf({ format, id }: Pick<SealedHeader, "format" | "id">): string {
  return `${format}/${id}`;
}
