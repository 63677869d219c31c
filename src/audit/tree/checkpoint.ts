/**
 * Checkpoints of the record: a signed note (C2SP signed-note, tlog-checkpoint) that says how many entries there are and
 * what the root of their tree is. It bears two signatures of one Ed25519 key (RFC 8032): the plain one, which every
 * verifier of notes knows, and one that states the time (C2SP tlog-cosignature, Ed25519).
 */
import { createHash, type KeyObject, sign, verify } from "node:crypto";
import type { RecordSigningKey } from "../../keys/record-signing-key.ts";

export interface Checkpoint {
  /** Names the log: `modicum/phi.hospital.example`; the name of the key, too. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** Signs checkpoints of one log. */
export interface CheckpointSigner {
  /** The whole note, for a time in milliseconds since 1970. */
  sign(checkpoint: Omit<Checkpoint, "origin">, at: number): string;
}

/** Key types of signed notes. */
const ED25519 = 1;
const TIMED_ED25519 = 4;
const ID_BYTES = 4;
const TIME_BYTES = 8;

/** A log of this name under this key. */
export function createCheckpointSigner(origin: string, key: RecordSigningKey): CheckpointSigner {
  const [plainId, timedId] = [ED25519, TIMED_ED25519].map((type) => keyId(origin, type, key.publicKey));
  const line = (...parts: readonly (Uint8Array | undefined)[]): string =>
    `— ${origin} ${Buffer.concat(parts.filter((part) => part !== undefined)).toString("base64")}\n`;
  return {
    sign: ({ size, root }, at) => {
      const text = checkpointText({ origin, size, root });
      const seconds = Math.floor(at / 1000);
      const time = Buffer.alloc(TIME_BYTES);
      time.writeBigUInt64BE(BigInt(seconds));
      const plain = line(plainId, sign(null, Buffer.from(text), key.privateKey));
      const timed = line(timedId, time, sign(null, timedMessage(seconds, text), key.privateKey));
      return `${text}\n${plain}${timed}`;
    },
  };
}

/**
 * Reads a note and believes it only with both signatures of this log. Returns null for whatever else: another log,
 * another key, a text that was changed. Lines of other signers are passed over.
 */
export function openCheckpoint(
  note: string,
  origin: string,
  publicKey: KeyObject,
): (Checkpoint & { readonly at: number }) | null {
  const [text, signatures] = splitNote(note);
  const parsed = parseText(text);
  if (parsed === null || parsed.origin !== origin) return null;
  const plain = signatureOf(signatures, origin, keyId(origin, ED25519, publicKey));
  const timed = signatureOf(signatures, origin, keyId(origin, TIMED_ED25519, publicKey));
  if (plain === null || timed === null || timed.length < TIME_BYTES) return null;
  const seconds = Number(timed.readBigUInt64BE());
  const isSigned =
    verify(null, Buffer.from(text), publicKey, plain) &&
    verify(null, timedMessage(seconds, text), publicKey, timed.subarray(TIME_BYTES));
  return isSigned ? { ...parsed, at: seconds * 1000 } : null;
}

/** The key that a verifier of this log's notes is given (C2SP signed-note): `<origin>+<id in hex>+<0x01 and the key in base64>`. */
export function verifierKeyOf(origin: string, publicKey: KeyObject): string {
  const key = Buffer.concat([Buffer.of(ED25519), rawKey(publicKey)]).toString("base64");
  return `${origin}+${keyId(origin, ED25519, publicKey).toString("hex")}+${key}`;
}

function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString("base64")}\n`;
}

function timedMessage(seconds: number, text: string): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
}

/** Text with its last line end, and the signature lines. */
function splitNote(note: string): readonly [string, readonly string[]] {
  const end = note.indexOf("\n\n");
  return [note.slice(0, end + 1), note.slice(end + 2).split("\n")];
}

/** Takes the canonical text alone. */
function parseText(text: string): Checkpoint | null {
  const [origin = "", size = "", root = ""] = text.split("\n");
  const parsed = { origin, size: Number(size), root: Buffer.from(root, "base64") };
  return Number.isSafeInteger(parsed.size) && checkpointText(parsed) === text ? parsed : null;
}

function signatureOf(lines: readonly string[], name: string, id: Buffer): Buffer | null {
  const prefix = `— ${name} `;
  for (const line of lines.filter((one) => one.startsWith(prefix))) {
    const bytes = Buffer.from(line.slice(prefix.length), "base64");
    if (bytes.subarray(0, ID_BYTES).equals(id)) return bytes.subarray(ID_BYTES);
  }
  return null;
}

/** SHA-256(name || 0x0A || type || key)[:4] (C2SP signed-note). */
function keyId(name: string, type: number, publicKey: KeyObject): Buffer {
  const digest = createHash("sha256")
    .update(`${name}\n`)
    .update(Buffer.of(type))
    .update(rawKey(publicKey))
    .digest();
  return digest.subarray(0, ID_BYTES);
}

/** The 32 bytes of an Ed25519 key (RFC 8032). */
function rawKey(publicKey: KeyObject): Buffer {
  return Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
}
