import type { Selectable } from "kysely";
import type { StoredEntry } from "../../audit/ports.ts";
import type { AuditEntryTable } from "../schema-of-record.ts";

/** The entry that a row of `audit_entry` holds. */
export function entryOf(
  row: Omit<Selectable<AuditEntryTable>, "leaf" | "terms">,
): StoredEntry & { readonly seq: bigint } {
  return {
    seq: BigInt(row.seq),
    id: row.id,
    at: row.at.getTime(),
    personId: row.person_id,
    interaction: row.interaction,
    outcome: row.outcome,
    open: row.open,
    sealed: row.sealed,
    patientIndex: row.patient_index,
  };
}
