/** The canonical form of an entry, which its leaf in the tree is made over. */
import { canonicalJson } from "../../kernel/canonical-json.ts";
import type { StoredEntry } from "../ports.ts";
import { leafHash } from "./merkle.ts";

/**
 * Everything that is stored of an entry and its place in the record, as the canonical JSON of RFC 8785; bytes in base64.
 * @throws AppError `internal` where a text holds half of a surrogate pair.
 */
export function canonicalEntry(entry: StoredEntry, seq: number): string {
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

/** An entry that is about to be stored, with the JSON of what is open of it. */
export interface Leaf {
  readonly openJson: string;
  readonly hash: Uint8Array;
}

/** The same leaf as of `canonicalEntry`, without a pass over every member. */
export function leafOf(entry: StoredEntry, seq: number): Leaf {
  const { id, at, personId, interaction, outcome, sealed, patientIndex } = entry;
  const openJson = isInOrder(entry.open) ? JSON.stringify(entry.open) : canonicalJson(entry.open);
  const indexes = patientIndex.map((index) => `"${base64(index)}"`).join(",");
  const names = `"at":${at},"id":"${id}","interaction":${JSON.stringify(interaction)}`;
  const rest = `"outcome":"${outcome}","patientIndex":[${indexes}],"personId":${JSON.stringify(personId)}`;
  const canonical = `{${names},"open":${openJson},${rest},"sealed":"${base64(sealed)}","seq":${seq}}`;
  return { openJson, hash: leafHash(canonical) };
}

/** Whether JSON.stringify writes the canonical form: members sorted, nothing nested but lists of texts. */
function isInOrder(open: StoredEntry["open"]): boolean {
  let before = "";
  for (const name of Object.keys(open)) {
    if (name < before || !isFlat(open[name])) return false;
    before = name;
  }
  return true;
}

function isFlat(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => typeof item === "string");
  return typeof value !== "object" || value === null;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
