/** A history of the record, as large as asked for: written by PostgreSQL itself into its months, in the order of time. */
import { createHash } from "node:crypto";
import { Client } from "pg";
import type { Database } from "../src/store/database.ts";
import { keepPartitions } from "../src/store/record/partitions.ts";
import { termsOf } from "../src/store/record/terms.ts";

export interface History {
  readonly entries: number;
  readonly patients: number;
  readonly persons: number;
  readonly months: number;
}

const FIRST_MONTH = Date.UTC(2024, 0);
const PAGE = 200_000;
/** Ways in which access is had: role, purpose, kind of record and what it releases. */
const WAYS = 240;

export function patientIndexOf(patient: number): Buffer {
  return createHash("sha256").update(`p${patient}`).digest().subarray(0, 16);
}

export const personOf = (person: number): string => `person-${person}`;

/** What stands open in entries of the n-th way. The first are common, the last are rare. */
export function wayOf(n: number) {
  const denied = n % 20 === 19;
  const role = `role-${n % 22}`;
  const purpose = ["treatment", "billing", "claim-support", "quality"][n % 4] ?? "treatment";
  const released = Array.from({ length: 3 + (n % 12) }, (_, at) => `element.${(n * 7 + at) % 300}`);
  const open = {
    act: n % 40 === 7 ? "disclose" : "use",
    basis: "exempt:treatment",
    changes: [],
    channel: "fhir",
    grantIds: n > WAYS - 5 ? [`grant-${n}`] : [],
    policyHash: "ab".repeat(32),
    purpose: "TREAT",
    purposes: [purpose],
    reason: denied ? "no_grant" : null,
    recordCount: 1,
    released: denied ? [] : released,
    resourceType: ["Observation", "Claim", "Condition", "Encounter", "Patient"][n % 5] ?? "Patient",
    roles: [role],
    rules: denied ? [] : [`role:${role}/${purpose}#${n % 6}`],
    system: n % 50 === 3 ? "pacs" : "ehr",
    withheldCount: n % 9,
  };
  const interaction = n % 3 === 0 ? "fhir.search" : "fhir.read";
  return { open, interaction, outcome: denied ? "deny" : "permit" };
}

/** Writes the history; says on stderr how far it is. */
export async function writeHistory(database: Database, history: History): Promise<void> {
  await keepPartitions(database.kysely, FIRST_MONTH, history.months - 1);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const indexes = ["audit_entry_by_patient", "audit_entry_by_term"];
  try {
    await client.query("set synchronous_commit = off; set maintenance_work_mem = '1GB'");
    await writeWays(client);
    for (const index of indexes) await client.query(`drop index ${index}`);
    for (let from = 1; from <= history.entries; from += PAGE) {
      const to = Math.min(history.entries, from + PAGE - 1);
      await client.query(pageOf(history, from, to));
      process.stderr.write(`${to} entries\n`);
    }
    await client.query("create index audit_entry_by_patient on audit_entry using gin (patient_index)");
    await client.query("create index audit_entry_by_term on audit_entry using gin (terms)");
    await client.query("vacuum (analyze) audit_entry");
  } finally {
    await client.end();
  }
}

async function writeWays(client: Client): Promise<void> {
  await client.query(
    "create temporary table way (n int primary key, open jsonb, terms bigint[], interaction text, outcome text)",
  );
  for (let n = 0; n < WAYS; n++) {
    const { open, interaction, outcome } = wayOf(n);
    const terms = `{${termsOf({ open, interaction, outcome }).join(",")}}`;
    const row = [n, JSON.stringify(open), terms, interaction, outcome];
    await client.query("insert into way values ($1, $2, $3, $4, $5)", row);
  }
}

/** Few ways, patients and persons make up most of it, as in a real record: the cube of a uniform number. */
function pageOf({ entries, patients, persons, months }: History, from: number, to: number): string {
  const span = Date.UTC(2024, months) - FIRST_MONTH;
  const at = `to_timestamp((${FIRST_MONTH} + floor(seq::numeric * ${span - 1} / ${entries})) / 1000.0)`;
  const patient = `sha256(convert_to('p' || floor(power(random(), 2) * ${patients})::int, 'UTF8'))`;
  return `
    insert into audit_entry
      (seq, id, at, person_id, interaction, outcome, open, sealed, patient_index, leaf, terms)
    select seq, gen_random_uuid(), ${at}, 'person-' || floor(power(random(), 2) * ${persons})::int,
      interaction, outcome, open, decode(repeat(md5(seq::text), 12), 'hex'),
      array[substr(${patient}, 1, 16)], sha256(convert_to(seq::text, 'UTF8')), terms
    from (select seq, floor(power(random(), 3) * ${WAYS})::int as n from generate_series(${from}, ${to}) as seq) as s
    join way using (n)
    order by seq`;
}
