/**
 * A stream sealed in chunks as it passes (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015): each
 * chunk is bound to its place and to whether it is the last, so that none can be changed, moved, left out or cut off.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "../kernel/errors.ts";

export const STREAM_KEY_BYTES = 32;
const CHUNK = 256 * 1024;
const TAG = 16;
const NONCE = 12;
const SEALED_CHUNK = CHUNK + TAG;

/**
 * Chunks of AES-256-GCM under a key that seals nothing else.
 * @param key 32 bytes, fresh for this stream
 * @param boundTo authenticated with every chunk
 */
export async function* sealedStream(
  bytes: AsyncIterable<Uint8Array>,
  key: Uint8Array,
  boundTo: Uint8Array,
): AsyncGenerator<Uint8Array> {
  for await (const piece of inPieces(bytes, CHUNK)) yield seal(piece, key, boundTo);
}

/**
 * What `sealedStream` sealed.
 * @throws AppError `key_unavailable` at the first chunk that is not as it was sealed, before a byte of it comes out
 */
export async function* openedStream(
  bytes: AsyncIterable<Uint8Array>,
  key: Uint8Array,
  boundTo: Uint8Array,
): AsyncGenerator<Uint8Array> {
  for await (const piece of inPieces(bytes, SEALED_CHUNK)) yield open(piece, key, boundTo);
}

/** A key for one stream. */
export function freshStreamKey(): Buffer {
  return randomBytes(STREAM_KEY_BYTES);
}

function seal({ chunk, index, last }: Piece, key: Uint8Array, boundTo: Uint8Array): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, nonceOf(index, last)).setAAD(boundTo);
  return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
}

function open({ chunk, index, last }: Piece, key: Uint8Array, boundTo: Uint8Array): Buffer {
  const end = chunk.length - TAG;
  try {
    if (end < 0) throw new RangeError("too short for a tag");
    const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(index, last), { authTagLength: TAG });
    decipher.setAAD(boundTo).setAuthTag(chunk.subarray(end));
    return Buffer.concat([decipher.update(chunk.subarray(0, end)), decipher.final()]);
  } catch (cause) {
    throw new AppError("key_unavailable", `the backup is not as it was written, from chunk ${index} on`, {
      cause,
      hint: "it was changed, cut off, or is of another deployment; take the one before it",
    });
  }
}

/** The place of the chunk, and whether it is the last. */
function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE);
  nonce.writeBigUInt64BE(BigInt(index), 3);
  nonce[NONCE - 1] = last ? 1 : 0;
  return nonce;
}

interface Piece {
  readonly chunk: Buffer;
  /** From 0. */
  readonly index: number;
  readonly last: boolean;
}

/** The same bytes in pieces of this size; the last may be smaller, and is empty where there are none. */
async function* inPieces(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Piece> {
  let index = 0;
  let held: Buffer | null = null;
  for await (const chunk of inChunks(bytes, size)) {
    if (held !== null) yield { chunk: held, index: index++, last: false };
    held = chunk;
  }
  yield { chunk: held ?? Buffer.alloc(0), index, last: true };
}

/** The same bytes in pieces of this size; the last may be smaller, and none is empty. */
async function* inChunks(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const part of bytes) {
    parts.push(part);
    held += part.length;
    if (held < size) continue;
    const all = Buffer.concat(parts);
    let at = 0;
    for (; at + size <= all.length; at += size) yield all.subarray(at, at + size);
    parts = at < all.length ? [all.subarray(at)] : [];
    held = all.length - at;
  }
  if (held > 0) yield Buffer.concat(parts);
}
