/** Signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature), read from bytes. */
import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { VerifyError } from "./verify-error.ts";

const PLAIN = 1;
const TIMED = 4;

/** A key that somebody verifies with: of the log, or of a witness. */
export interface VerifierKey {
  readonly name: string;
  readonly type: number;
  readonly id: string;
  readonly key: KeyObject;
  readonly raw: Buffer;
}

export interface NoteLine {
  readonly name: string;
  /** Four bytes, in hex. */
  readonly id: string;
  readonly signature: Buffer;
  /** With its line end. */
  readonly line: string;
}

export interface Note {
  readonly text: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  readonly lines: readonly NoteLine[];
}

const SPKI = Buffer.from("302a300506032b6570032100", "hex");

/**
 * Reads a verifier key, `<name>+<id in hex>+<type and key in base64>`.
 * @throws VerifyError where it is none, or its id is not that of its key.
 */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name = "", id = "", encoded = ""] =
    /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim()) ?? [];
  const bytes = Buffer.from(encoded, "base64");
  const [type = 0, raw] = [bytes[0], bytes.subarray(1)];
  if (name === "" || raw.length !== 32 || (type !== PLAIN && type !== TIMED))
    throw new VerifyError(`\`${text.trim().slice(0, 80)}\` is no verifier key`);
  if (idOf(name, type, raw) !== id)
    throw new VerifyError("the id of the verifier key is not that of its key");
  const key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: "der", type: "spki" });
  return { name, type, id, key, raw };
}

/** The id of a key under a name: SHA-256(name || 0x0A || type || key)[:4], in hex. */
export function idOf(name: string, type: number, raw: Uint8Array): string {
  const digest = createHash("sha256").update(`${name}\n`).update(Uint8Array.of(type)).update(raw).digest();
  return digest.subarray(0, 4).toString("hex");
}

/** Reads a checkpoint without believing it; null where it is not as one is written. */
export function parseNote(note: string): Note | null {
  const end = note.indexOf("\n\n");
  if (end === -1 || !note.endsWith("\n")) return null;
  const text = note.slice(0, end + 1);
  const [origin = "", digits = "", root = "", ...extensions] = text.slice(0, -1).split("\n");
  const size = Number(digits);
  const hash = Buffer.from(root, "base64");
  const isWritten = String(size) === digits && Number.isSafeInteger(size) && hash.toString("base64") === root;
  if (origin === "" || !isWritten || hash.length !== 32 || extensions.length > 0) return null;
  const lines = note
    .slice(end + 2, -1)
    .split("\n")
    .map(parseLine);
  if (lines.some((line) => line === null)) return null;
  return { text, origin, size, root: hash, lines: lines.filter((line) => line !== null) };
}

function parseLine(line: string): NoteLine | null {
  const [, name = "", encoded = ""] = /^— (\S+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
  const bytes = Buffer.from(encoded, "base64");
  if (name === "" || bytes.length < 5) return null;
  return { name, id: bytes.subarray(0, 4).toString("hex"), signature: bytes.subarray(4), line: `${line}\n` };
}

/** True where a line of this log's key signs the text, plainly. */
export function isSignedBy(note: Note, { name, raw, key }: VerifierKey): boolean {
  const line = lineOf(note, name, idOf(name, PLAIN, raw));
  return line !== undefined && verify(null, Buffer.from(note.text), key, line.signature);
}

/** The time that a timed signature of this key states, milliseconds since 1970; null where none verifies. */
export function timeSignedBy(note: Note, { name, raw, key }: VerifierKey): number | null {
  const line = lineOf(note, name, idOf(name, TIMED, raw));
  if (line === undefined || line.signature.length !== 72) return null;
  const seconds = Number(line.signature.readBigUInt64BE());
  const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${note.text}`);
  return verify(null, message, key, line.signature.subarray(8)) ? seconds * 1000 : null;
}

/** True where some line bears this key's name and one of its ids. */
export function isClaimedBy(note: Note, { name, raw }: VerifierKey): boolean {
  return [PLAIN, TIMED].some((type) => lineOf(note, name, idOf(name, type, raw)) !== undefined);
}

function lineOf({ lines }: Note, name: string, id: string): NoteLine | undefined {
  return lines.find((line) => line.name === name && line.id === id);
}
