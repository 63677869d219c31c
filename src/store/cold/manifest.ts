import { type Kysely, type Selectable, sql } from "kysely";
import type { Schema } from "../schema.ts";
import type { RecordColdTable } from "../schema-of-record.ts";

/** A month of the record that is kept in files. */
export interface ColdMonth {
  /** `2019-05`; `2019-05.2` where entries of a month that had left came later. */
  readonly id: string;
  readonly from: number;
  readonly until: number;
  readonly entries: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** Months in files that were not purged, the newest entries first. */
export async function coldMonths(db: Kysely<Schema>): Promise<readonly ColdMonth[]> {
  const rows = await db
    .selectFrom("record_cold")
    .selectAll()
    .where(sql<boolean>`not exists (
      select from record_tombstone t where t.month = record_cold.id and t.place = 'cold')`)
    .orderBy("last_seq", "desc")
    .execute();
  return rows.map(monthOfRow);
}

function monthOfRow(row: Selectable<RecordColdTable>): ColdMonth {
  return {
    id: row.id,
    from: Number(row.from_at),
    until: Number(row.until_at),
    entries: Number(row.entries),
    firstSeq: Number(row.first_seq),
    lastSeq: Number(row.last_seq),
  };
}
