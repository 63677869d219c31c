/** The log form of an entry, which its leaf in the tree is made over. */
import { hash } from "node:crypto";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import type { NewEntry, StoredEntry, TreeEntry } from "../ports.ts";
import { leafHash } from "./merkle.ts";

/** Bytes of the longest entry of a tile bundle: its length stands in 16 bits (C2SP tlog-tiles). */
const LONGEST = 65_535;

/** Bytes of a log form beside `open`, person and interaction, at most: names, hashes, numbers, an origin of 255 bytes. */
const FRAME = 768;

/**
 * The log form: canonical JSON (RFC 8785) of what of an entry is not patient-linked, its place, the log it is in, and
 * hashes of its sealed part and of its patients' blind indexes. It stays whole when what it hashes is destroyed.
 * @throws AppError `internal` where a text holds half of a surrogate pair.
 */
export function logForm(entry: Omit<TreeEntry, "leaf">, origin: string): string {
  const { id, at, personId, interaction, outcome, open, seq } = entry;
  return canonicalJson({
    at,
    id,
    interaction,
    open,
    origin,
    outcome,
    patientIndexHash: entry.patientIndexHash ?? patientIndexHashOf(entry.patientIndex),
    personId,
    sealedHash: entry.sealedHash ?? sha256(entry.sealed),
    seq,
  });
}

/**
 * The form of entries that were written before their leaf left the sealed part out: canonical JSON of all that is
 * stored, bytes in base64.
 * @throws as `logForm` does
 */
export function firstLogForm(entry: StoredEntry, seq: number): string {
  const { id, at, personId, interaction, outcome, open, sealed, patientIndex } = entry;
  return canonicalJson({
    at,
    id,
    interaction,
    open,
    outcome,
    patientIndex: patientIndex.map(base64),
    personId,
    sealed: base64(sealed),
    seq,
  });
}

/** The form that this entry's leaf was made over; null: none, so that the entry is not the one that was recorded. */
export function provenLogForm(entry: TreeEntry, origin: string): string | null {
  for (const form of [logForm(entry, origin), firstLogForm(entry, entry.seq)])
    if (Buffer.compare(leafHash(form), entry.leaf) === 0) return form;
  return null;
}

/** The same leaf as of `logForm`, without a pass over every member. */
export function leafOf(entry: NewEntry, seq: number, origin: string): Uint8Array {
  const { id, at, personId, interaction, openJson, outcome } = entry;
  const names = `"at":${at},"id":"${id}","interaction":${JSON.stringify(interaction)},"open":${openJson}`;
  const place = `"origin":${JSON.stringify(origin)},"outcome":"${outcome}"`;
  const indexes = `"patientIndexHash":"${heldIndexHashOf(entry.patientIndex)}"`;
  const rest = `"personId":${JSON.stringify(personId)},"sealedHash":"${sha256(entry.sealed)}","seq":${seq}`;
  return leafHash(`{${names},${place},${indexes},${rest}}`);
}

/** True of an entry whose log form could be longer than a bundle holds, whatever the log and the place. */
export function isTooLong({ openJson, personId, interaction }: NewEntry): boolean {
  const named = JSON.stringify([personId, interaction]);
  return Buffer.byteLength(openJson) + Buffer.byteLength(named) + FRAME > LONGEST;
}

/** Base64 of SHA-256 over the blind indexes one after another. */
function patientIndexHashOf(patientIndex: readonly Uint8Array[]): string {
  return sha256(patientIndex.length === 1 ? (patientIndex[0] ?? NOTHING) : Buffer.concat(patientIndex));
}

/** Of the one patient that most entries are about; whose handle is held with their key, and is the same in each. */
const held = new WeakMap<Uint8Array, string>();

function heldIndexHashOf(patientIndex: readonly Uint8Array[]): string {
  const [one, another] = patientIndex;
  if (one === undefined || another !== undefined) return patientIndexHashOf(patientIndex);
  const known = held.get(one) ?? sha256(one);
  held.set(one, known);
  return known;
}

const NOTHING = new Uint8Array();

function sha256(data: Uint8Array): string {
  return hash("sha256", data, "base64");
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
