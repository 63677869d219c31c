/** An entry as it stands in a file of cold history: the same open and sealed columns as in the table. */
import { createHash } from "node:crypto";
import {
  BIGINT,
  BLOB,
  type DuckDBAppender,
  DuckDBBlobValue,
  DuckDBListValue,
  type DuckDBValue,
  LIST,
} from "@duckdb/node-api";
import type { TreeEntry } from "../../audit/ports.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import type { DuckRow } from "./duck.ts";

/** An entry with all that its row holds. */
export interface ColdEntry extends TreeEntry {
  readonly terms: readonly string[];
}

export const COLUMNS = `seq BIGINT, id VARCHAR, "at" BIGINT, person_id VARCHAR, interaction VARCHAR, outcome VARCHAR,
  open VARCHAR, sealed BLOB, patient_index BLOB[], leaf BLOB, terms BIGINT[]`;

export function appendEntry(appender: DuckDBAppender, entry: ColdEntry): void {
  appender.appendBigInt(BigInt(entry.seq));
  appender.appendVarchar(entry.id);
  appender.appendBigInt(BigInt(entry.at));
  if (entry.personId === null) appender.appendNull();
  else appender.appendVarchar(entry.personId);
  appender.appendVarchar(entry.interaction);
  appender.appendVarchar(entry.outcome);
  appender.appendVarchar(canonicalJson(entry.open));
  appender.appendBlob(entry.sealed);
  appender.appendList(
    entry.patientIndex.map((index) => new DuckDBBlobValue(index)),
    LIST(BLOB),
  );
  appender.appendBlob(entry.leaf);
  appender.appendList(entry.terms.map(BigInt), LIST(BIGINT));
  appender.endRow();
}

export function entryOfRow(row: DuckRow): ColdEntry {
  const person = row["person_id"];
  return {
    seq: Number(row["seq"]),
    id: String(row["id"]),
    at: Number(row["at"]),
    personId: typeof person === "string" ? person : null,
    interaction: String(row["interaction"]),
    outcome: String(row["outcome"]),
    open: JSON.parse(String(row["open"])),
    sealed: bytesOf(row["sealed"]),
    patientIndex: itemsOf(row["patient_index"]).map(bytesOf),
    leaf: bytesOf(row["leaf"]),
    terms: itemsOf(row["terms"]).map(String),
  };
}

/** SHA-256 over all that a row holds, whichever store it was read from. */
export function rowDigest(entry: ColdEntry): Buffer {
  const { seq, id, at, personId, interaction, outcome, open, sealed, patientIndex, leaf, terms } = entry;
  const bytes = [sealed, leaf, ...patientIndex].map((part) => Buffer.from(part).toString("base64"));
  const text = canonicalJson({ seq, id, at, personId, interaction, outcome, open, bytes, terms });
  return createHash("sha256").update(text).digest();
}

function itemsOf(value: DuckDBValue | undefined): readonly DuckDBValue[] {
  return value instanceof DuckDBListValue ? value.items : [];
}

function bytesOf(value: DuckDBValue | undefined): Buffer {
  return value instanceof DuckDBBlobValue ? Buffer.from(value.bytes) : Buffer.alloc(0);
}
