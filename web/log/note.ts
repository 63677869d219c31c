/** Checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature) read from text, and checked by WebCrypto. */
import { type Bytes, bytesOf, hexOf, joined, sha256, textBytes } from "./bytes.ts";

const PLAIN = 1;
const TIMED = 4;
const ID_BYTES = 4;
const TIME_BYTES = 8;

export interface NoteLine {
  readonly name: string;
  /** Four bytes, in hex. */
  readonly id: string;
  readonly signature: Bytes;
}

export interface Note {
  /** What is signed. */
  readonly text: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
  readonly lines: readonly NoteLine[];
}

/** The key of a log or of a witness, as it is given to who verifies: `<name>+<id in hex>+<type and key in base64>`. */
export interface LogKey {
  readonly name: string;
  readonly raw: Bytes;
  /** The id of the key, to compare with one that was had in another way. */
  readonly id: string;
}

/** Reads a checkpoint without believing it; null where it is not as one is written. */
export function readNote(note: string): Note | null {
  const end = note.indexOf("\n\n");
  if (end === -1 || !note.endsWith("\n")) return null;
  const text = note.slice(0, end + 1);
  const [origin = "", digits = "", root = "", ...extensions] = text.slice(0, -1).split("\n");
  const [size, hash] = [Number(digits), bytesOf(root)];
  const isSize = String(size) === digits && Number.isSafeInteger(size);
  if (origin === "" || !isSize || hash?.length !== 32 || extensions.length > 0) return null;
  const lines = note
    .slice(end + 2, -1)
    .split("\n")
    .map(readLine);
  const known = lines.filter((line) => line !== null);
  return known.length === lines.length ? { text, origin, size, root: hash, lines: known } : null;
}

function readLine(line: string): NoteLine | null {
  const [, name = "", encoded = ""] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  const bytes = bytesOf(encoded);
  if (name === "" || bytes === null || bytes.length <= ID_BYTES) return null;
  return { name, id: hexOf(bytes.subarray(0, ID_BYTES)), signature: bytes.slice(ID_BYTES) };
}

/** Reads the verifier key of a log; null where it is none, or its id is not that of its key. */
export function readLogKey(text: string): Promise<LogKey | null> {
  return readKey(text, PLAIN);
}

/** Reads that of a witness, whose signatures state the time. */
export function readWitnessKey(text: string): Promise<LogKey | null> {
  return readKey(text, TIMED);
}

async function readKey(text: string, type: typeof PLAIN | typeof TIMED): Promise<LogKey | null> {
  const [, name = "", id = "", encoded = ""] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  const bytes = bytesOf(encoded);
  if (bytes?.length !== 33 || bytes[0] !== type) return null;
  const raw = bytes.slice(1);
  return (await keyId(name, type, raw)) === id ? { name, raw, id } : null;
}

/** SHA-256(name || 0x0A || type || key)[:4], in hex (C2SP signed-note). */
async function keyId(name: string, type: number, raw: Bytes): Promise<string> {
  const digest = await sha256(joined(textBytes(`${name}\n`), Uint8Array.of(type), raw));
  return hexOf(digest.subarray(0, ID_BYTES));
}

/** `good`, `bad`, `missing`: no line of this key; `unable`: this browser cannot check Ed25519 signatures. */
export type Signed = "good" | "bad" | "missing" | "unable";

export interface NoteSignature {
  readonly signed: Signed;
  /** What a good timed signature states, milliseconds since 1970; else null. */
  readonly at: number | null;
}

/** Whether the log's own key signed the checkpoint, plainly and with the time (RFC 8032). */
export async function signatureOf(note: Note, { name, raw }: LogKey): Promise<NoteSignature> {
  const key = await imported(raw);
  if (key === null) return { signed: "unable", at: null };
  const [plainId, timedId] = await Promise.all([keyId(name, PLAIN, raw), keyId(name, TIMED, raw)]);
  const lineOf = (id: string) => note.lines.find((line) => line.name === name && line.id === id);
  const [plain, timed] = [lineOf(plainId), lineOf(timedId)];
  if (plain === undefined || timed === undefined) return { signed: "missing", at: null };
  const isPlain = await verified(key, plain.signature, note.text);
  return isPlain ? timedSignature(key, timed, note) : { signed: "bad", at: null };
}

/** Whether a witness cosigned the checkpoint (C2SP tlog-cosignature, Ed25519). */
export async function cosignatureOf(note: Note, { name, raw, id }: LogKey): Promise<NoteSignature> {
  const key = await imported(raw);
  if (key === null) return { signed: "unable", at: null };
  const line = note.lines.find((one) => one.name === name && one.id === id);
  return line === undefined ? { signed: "missing", at: null } : timedSignature(key, line, note);
}

async function timedSignature(key: CryptoKey, { signature }: NoteLine, note: Note): Promise<NoteSignature> {
  const seconds = secondsOf(signature);
  const message = `cosignature/v1\ntime ${seconds}\n${note.text}`;
  const isGood = await verified(key, signature.slice(TIME_BYTES), message);
  return isGood ? { signed: "good", at: seconds * 1000 } : { signed: "bad", at: null };
}

function secondsOf(signature: Bytes): number {
  if (signature.length < TIME_BYTES) return 0;
  return Number(new DataView(signature.buffer, signature.byteOffset, TIME_BYTES).getBigUint64(0));
}

async function verified(key: CryptoKey, signature: Bytes, text: string): Promise<boolean> {
  return crypto.subtle.verify("Ed25519", key, signature, textBytes(text));
}

/** Null: this browser has no Ed25519, or none outside a secure context. */
async function imported(raw: Bytes): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
  } catch {
    return null;
  }
}
