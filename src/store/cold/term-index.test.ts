import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EntryQuery } from "../../audit/ports.ts";
import { soughtTerms } from "../record/terms.ts";
import { createDuck, type Duck, quoted } from "./duck.ts";
import type { ColdMonth } from "./manifest.ts";
import { searchCold } from "./search.ts";
import { copyPlaced, INDEX } from "./write.ts";

const EACH = 640;
const MONTHS = 6;

let folder: string;
let duck: Duck;
let months: readonly ColdMonth[];
/** Statements that read the files of entries, in order. */
let read: string[];

const termOf = (query: Omit<EntryQuery, "limit">): string => soughtTerms({ ...query, limit: 1 })[0] ?? "";
const COMMON = { rule: "role:nurse/treatment#1" };
/** In month 1 and month 4, three entries each. */
const RARE = { grant: "g-rare" };
/** Every fifth entry, of every month. */
const OFTEN = { element: "patient.name" };

async function writeMonth(at: number): Promise<ColdMonth> {
  const firstSeq = at * EACH + 1;
  const [from, until] = [Date.UTC(2024, at), Date.UTC(2024, at + 1)];
  const id = new Date(from).toISOString().slice(0, 7);
  const hasRare = at === 1 || at === 4;
  await duck.connected(async (connection) => {
    await connection.run(`create or replace temp table placed as
      select row_number() over (order by patient_index[1], seq) - 1 as place, * from (
        select ${firstSeq} + i as seq, uuid()::VARCHAR as id, ${from} + i as "at", 'person-' || i % 7 as person_id,
          'fhir.read' as interaction, 'permit' as outcome, '{}' as open, unhex('00') as sealed,
          [unhex(lpad(printf('%x', i % 9), 32, '0'))] as patient_index, unhex('00') as leaf,
          list_concat([${termOf(COMMON)}]::BIGINT[],
            case when i % 5 = 0 then [${termOf(OFTEN)}]::BIGINT[] else []::BIGINT[] end,
            case when ${hasRare} and i % 250 = 3 then [${termOf(RARE)}]::BIGINT[] else []::BIGINT[] end) as terms
        from range(${EACH}) t(i))`);
    await copyPlaced(connection, folder, id);
    await connection.run("drop table placed");
  });
  return { id, from, until, entries: EACH, firstSeq, lastSeq: firstSeq + EACH - 1 };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modicum-terms-"));
  await mkdir(join(folder, "scratch"));
  duck = createDuck(join(folder, "scratch"));
  const written: ColdMonth[] = [];
  for (let at = 0; at < MONTHS; at++) written.unshift(await writeMonth(at));
  months = written;
});
afterAll(async () => {
  await duck.close();
  await rm(folder, { recursive: true });
});

async function seqs(query: Omit<EntryQuery, "limit">, limit: number): Promise<readonly number[]> {
  read = [];
  const watched: Duck = {
    ...duck,
    rows: (statement, values) => {
      if (statement.includes(".entries.parquet")) read.push(statement);
      return duck.rows(statement, values);
    },
  };
  return (await searchCold({ duck: watched, folder }, months, { ...query, limit }, limit)).map(
    ({ seq }) => seq,
  );
}

/** Months of which the file of entries was read. */
const monthsRead = (): readonly string[] =>
  months.map(({ id }) => id).filter((id) => read.some((statement) => statement.includes(`${id}.entries`)));

describe("terms of cold history", () => {
  it("AUD-170 F182 finds a rare rule, grant or element by the index, in the months alone that have it", async () => {
    const found = await seqs(RARE, 50);
    expect(found).toEqual([3_064, 2_814, 2_564, 1_144, 894, 644]);
    expect(monthsRead()).toEqual(["2024-05", "2024-02"]);
    expect(read.every((statement) => statement.includes("place in ("))).toBe(true);
  });

  it("AUD-170 reads nothing for what no month has", async () => {
    expect([await seqs({ rule: "never" }, 50), monthsRead()]).toEqual([[], []]);
    expect([await seqs({ ...COMMON, ...RARE, reason: "no_grant" }, 50), monthsRead()]).toEqual([[], []]);
  });

  it("AUD-170 reads no older months once a page is full", async () => {
    expect((await seqs(OFTEN, 10)).slice(0, 3)).toEqual([3_836, 3_831, 3_826]);
    expect(monthsRead()).not.toContain("2024-01");
  });

  it("AUD-171 F182 answers as before of months that were sealed without counts", async () => {
    const questions = [
      RARE,
      OFTEN,
      { ...COMMON, ...RARE },
      { rule: "never" },
      { ...RARE, after: 2_700n },
      { ...OFTEN, from: Date.UTC(2024, 1), until: Date.UTC(2024, 2) },
    ];
    const before = [];
    for (const question of questions) before.push(await seqs(question, 30));
    for (const { id } of months) await forgetTerms(id);
    for (const [at, question] of questions.entries()) expect(await seqs(question, 30)).toEqual(before[at]);
    expect(before.map((found) => found.length)).toEqual([6, 30, 6, 0, 4, 30]);
  });
});

/** The index as it was written before it knew terms. */
async function forgetTerms(id: string): Promise<void> {
  const path = join(folder, `${id}${INDEX}`);
  const older = `${path}.older`;
  await duck.connected((connection) =>
    connection.run(
      `copy (select * from read_parquet(${quoted(path)}) where key[1] in ('p', 'u')) to ${quoted(older)} (format parquet)`,
    ),
  );
  await rename(older, path);
}
