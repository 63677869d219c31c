import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { storedEntry } from "../../audit/testing/record-store.contract.ts";
import { openRecordTree } from "../../audit/tree/record-tree.ts";
import { systemClock } from "../../kernel/clock.ts";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import { type Database } from "../database.ts";
import { createRecordStore } from "../record-store.ts";
import { freshDatabase } from "../testing/database.ts";
import { recordPartitions } from "./0010-record-partitions.ts";

const OPEN = {
  act: "disclose",
  purpose: "HPAYMT",
  purposes: ["billing", "eligibility"],
  rules: ["role:biller/billing#1"],
  grantIds: ["grant-1"],
  released: ["claim.header", "patient.ssn"],
  resourceType: "Claim",
  system: "ehr",
  reason: "no_grant",
};

let database: Database;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

const entries = Array.from({ length: 6 }, (_, at) =>
  storedEntry(at + 1, {
    at: Date.UTC(2025, 10 + at, 3, 4, 5, 6, 7),
    outcome: at % 2 === 0 ? "permit" : "deny",
    open: at === 5 ? {} : OPEN,
    patientIndex: [Buffer.alloc(16, at)],
  }),
);

/** The table as it was before it was parted. */
async function backToOneTable(): Promise<void> {
  const { kysely } = database;
  for (const statement of [
    `create table audit_entry_before (
      seq bigint constraint before_pkey primary key, id uuid not null constraint before_id_key unique, at timestamptz not null,
      person_id text, interaction text not null, outcome text not null, open jsonb not null, sealed bytea not null,
      patient_index bytea[] not null, leaf bytea)`,
    `insert into audit_entry_before
      select seq, id, at, person_id, interaction, outcome, open, sealed, patient_index, leaf from audit_entry`,
    "drop table audit_entry cascade",
    "drop function make_audit_partition",
    "alter table audit_entry_before rename to audit_entry",
    "alter index before_pkey rename to audit_entry_pkey",
    "alter table audit_entry rename constraint before_id_key to audit_entry_id_key",
    "create index audit_entry_by_person on audit_entry (person_id, seq)",
    "create index audit_entry_by_time on audit_entry (at)",
    "create index audit_entry_by_patient on audit_entry using gin (patient_index)",
    "create index audit_entry_not_permitted on audit_entry (seq) where outcome <> 'permit'",
  ])
    await sql.raw(statement).execute(kysely);
}

const kept = () => database.kysely.selectFrom("audit_entry").selectAll().orderBy("seq").execute();

describe("the migration of the record into months", () => {
  it("AUD-86 leaves every entry as it was, found by the same terms as one that is written now", async () => {
    const key = memoryRecordKey();
    const open = () => openRecordTree(createRecordStore(database.kysely), key, "test", systemClock);
    await (await open()).append(entries);
    const before = await kept();
    await backToOneTable();
    await database.kysely.transaction().execute((transaction) => recordPartitions.up(transaction));
    const sorted = (rows: Awaited<ReturnType<typeof kept>>) =>
      rows.map((row) => ({ ...row, terms: row.terms.toSorted() }));
    expect(sorted(await kept())).toEqual(sorted(before));
    await expect(open()).resolves.toBeDefined();
  });

  it("AUD-86 makes a partition of each month that entries are of, and one for any other", async () => {
    await (
      await openRecordTree(createRecordStore(database.kysely), memoryRecordKey(), "test", systemClock)
    ).append(entries.slice(0, 3));
    await backToOneTable();
    await database.kysely.transaction().execute((transaction) => recordPartitions.up(transaction));
    const { rows } = await sql<{ name: string }>`
      select distinct tableoid::regclass::text as name from audit_entry order by 1`.execute(database.kysely);
    expect(rows.map(({ name }) => name)).toEqual(
      ["2025_11", "2025_12", "2026_01"].map((at) => `audit_entry_${at}`),
    );
  });
});
