/**
 * Frames of the journal: each whole number of sectors, so that a write that was cut off leaves at least one sector of it
 * empty. `magic(4) length(4) number(4) zero(4) previous(32) sealed… zeros… digest(32)`; integers big-endian, `digest` the
 * SHA-256 of all before it, `previous` the digest of the frame before.
 */
import { createHash } from "node:crypto";

/** What a disk writes whole or not at all. */
export const SECTOR = 512;
export const DIGEST_BYTES = 32;
const MAGIC = Buffer.from("MJ01");
const HEAD = 16 + DIGEST_BYTES;
const NO_BYTE = Buffer.alloc(SECTOR);

export interface Frame {
  /** Sealed; from `HEAD` on. */
  readonly payload: Uint8Array;
  readonly number: number;
  readonly previous: Uint8Array;
  readonly digest: Uint8Array;
  /** Bytes that it takes up. */
  readonly size: number;
}

/** Bytes that a frame of a sealed payload of this length takes up. */
export function frameSize(payloadBytes: number): number {
  return Math.ceil((HEAD + payloadBytes + DIGEST_BYTES) / SECTOR) * SECTOR;
}

/** One frame as it is written. */
export function frameOf(number: number, previous: Uint8Array, payload: Uint8Array): Buffer {
  const bytes = Buffer.alloc(frameSize(payload.length));
  MAGIC.copy(bytes);
  bytes.writeUInt32BE(payload.length, 4);
  bytes.writeUInt32BE(number, 8);
  bytes.set(previous, 16);
  bytes.set(payload, HEAD);
  bytes.set(digestOf(bytes), bytes.length - DIGEST_BYTES);
  return bytes;
}

/**
 * What stands at a place. `none`: nothing does, to the end. `torn`: a write that was cut off, of which a sector never came
 * and after which nothing stands; whoever waited for it got no answer. `altered`: no crash leaves this.
 */
export type Found =
  | { readonly kind: "frame"; readonly frame: Frame }
  | { readonly kind: "none" | "torn" | "altered" };

/** Reads the frame at this offset, a multiple of `SECTOR`. */
export function frameAt(bytes: Buffer, at: number): Found {
  if (isEmpty(bytes, at, bytes.length)) return { kind: "none" };
  const size = sizeAt(bytes, at);
  if (size === null) return { kind: lacksFirstSector(bytes, at) ? "torn" : "altered" };
  const whole = bytes.subarray(at, at + size);
  const digest = whole.subarray(size - DIGEST_BYTES);
  if (digestOf(whole).equals(digest)) {
    const length = whole.readUInt32BE(4);
    const previous = whole.subarray(16, HEAD);
    const payload = whole.subarray(HEAD, HEAD + length);
    return { kind: "frame", frame: { payload, number: whole.readUInt32BE(8), previous, digest, size } };
  }
  return {
    kind: lacksSector(bytes, at, size) && isEmpty(bytes, at + size, bytes.length) ? "torn" : "altered",
  };
}

/** Null where no frame begins. */
function sizeAt(bytes: Buffer, at: number): number | null {
  if (at + SECTOR > bytes.length || !bytes.subarray(at, at + MAGIC.length).equals(MAGIC)) return null;
  const size = frameSize(bytes.readUInt32BE(at + 4));
  return at + size <= bytes.length ? size : null;
}

function digestOf(frame: Buffer): Buffer {
  return createHash("sha256")
    .update(frame.subarray(0, frame.length - DIGEST_BYTES))
    .digest();
}

/** The rest of a write whose first sector never came: no frame begins after it. */
function lacksFirstSector(bytes: Buffer, at: number): boolean {
  for (let sector = at + SECTOR; sector < bytes.length; sector += SECTOR)
    if (bytes.subarray(sector, sector + MAGIC.length).equals(MAGIC)) return false;
  return isEmpty(bytes, at, at + SECTOR);
}

function lacksSector(bytes: Buffer, at: number, size: number): boolean {
  for (let sector = at; sector < at + size; sector += SECTOR)
    if (isEmpty(bytes, sector, sector + SECTOR)) return true;
  return false;
}

function isEmpty(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += SECTOR)
    if (!bytes.subarray(at, at + SECTOR).equals(NO_BYTE.subarray(0, Math.min(SECTOR, bytes.length - at))))
      return false;
  return true;
}
