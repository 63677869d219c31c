/** The canonical form of an entry, which its leaf in the tree is made over. */
import { canonicalJson } from "../../kernel/canonical-json.ts";
import type { NewEntry, StoredEntry } from "../ports.ts";
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

/** The same leaf as of `canonicalEntry`, without a pass over every member. */
export function leafOf(entry: NewEntry, seq: number): Uint8Array {
  const { id, at, personId, interaction, openJson, outcome, sealed, patientIndex } = entry;
  const indexes = patientIndex.map((index) => `"${base64(index)}"`).join(",");
  const names = `"at":${at},"id":"${id}","interaction":${JSON.stringify(interaction)}`;
  const rest = `"outcome":"${outcome}","patientIndex":[${indexes}],"personId":${JSON.stringify(personId)}`;
  return leafHash(`{${names},"open":${openJson},${rest},"sealed":"${base64(sealed)}","seq":${seq}}`);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
