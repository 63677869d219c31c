import { type Kysely, sql } from "kysely";
import type { PatientEntries, RecordMonths } from "../../governance/retention/ports.ts";
import type { RecordMonth } from "../../governance/retention/types.ts";
import type { ColdEntry } from "../cold/columns.ts";
import { coldMonths, type ColdMonth } from "../cold/manifest.ts";
import { type ColdFiles, searchCold } from "../cold/search.ts";
import { freeId } from "../cold/seal.ts";
import { faultsNamed } from "../fault.ts";
import { monthOf, monthsKept } from "../record/partitions.ts";
import { filtered } from "../record-store.ts";
import type { Schema } from "../schema.ts";

/** What the months of the record are read from. */
export interface MonthParts {
  readonly db: Kysely<Schema>;
  readonly cold: ColdFiles;
  /** Handles and blind indexes that entries about this patient may have. */
  readonly indexesOf: (patientId: string) => Promise<readonly Uint8Array[]>;
  /** Entries that opening the record looks at; as many as it may, unless said. */
  readonly newest?: number;
}

/** Entries that opening the record may look at (audit/tree). */
const NEWEST = 4_096;

/** The record by months, in its table and in files. */
export function createRecordMonths(parts: MonthParts): RecordMonths {
  const { db, cold, indexesOf } = parts;
  return {
    months: () => faultsNamed("reading the months of the record", () => monthsOf(db)),
    concerns: (month, scope) =>
      faultsNamed("looking into a month of the record", async () => {
        const about =
          scope.kind === "person"
            ? { personId: scope.personId }
            : { patientIndexes: await indexesOf(scope.patientId) };
        const query = { ...about, from: month.from, until: month.until, limit: 1 };
        if (month.place === "database")
          return (await filtered(db, query).select("seq").limit(1).execute()).length > 0;
        const sealed = (await coldMonths(db)).filter(({ id }) => id === month.id);
        return (await searchCold(cold, sealed, query, 1)).length > 0;
      }),
    newestFrom: () => faultsNamed("reading the record's tree", () => newestFrom(db, parts.newest)),
    patient: (patientId) =>
      faultsNamed("looking for a patient's entries", () =>
        indexesOf(patientId).then((indexes) => patientEntries(parts, indexes)),
      ),
    met: (personId, patientId) =>
      faultsNamed("looking for a patient's entries", async () => {
        const query = { personId, patientIndexes: await indexesOf(patientId), limit: 1 };
        const here = await filtered(db, query).select("seq").limit(1).execute();
        return here.length > 0 || (await searchCold(cold, await coldMonths(db), query, 1)).length > 0;
      }),
  };
}

/** Of a month with more numbers than this, PostgreSQL's own estimate is taken, where it has one. */
const COUNTED = 50_000;

async function monthsOf(db: Kysely<Schema>): Promise<readonly RecordMonth[]> {
  const cold = await coldMonths(db);
  const sealed = cold.map((month: ColdMonth): RecordMonth => ({ ...month, place: "cold" }));
  const kept: RecordMonth[] = [];
  for (const { name, from, until } of await monthsKept(db)) {
    const { rows } = await sql<{ first: string | null; last: string | null; counted: string }>`
      select min(seq) as first, max(seq) as last,
        (select greatest(reltuples, 0)::bigint from pg_class where oid = ${name}::regclass) as counted
      from ${sql.table(name)}`.execute(db);
    const [found] = rows;
    if (found === undefined || found.first === null || found.last === null) continue;
    const span = { firstSeq: Number(found.first), lastSeq: Number(found.last) };
    const isFew = span.lastSeq - span.firstSeq < COUNTED;
    const entries = isFew ? await counted(db, name) : Number(found.counted) || (await counted(db, name));
    kept.push({
      id: await freeId(db, { name, from, until }),
      from,
      until,
      entries,
      ...span,
      place: "database",
    });
  }
  return [...sealed, ...kept].toSorted((a, b) => a.from - b.from || a.firstSeq - b.firstSeq);
}

/** Exactly. */
async function counted(db: Kysely<Schema>, name: string): Promise<number> {
  const { rows } = await sql<{ n: string }>`select count(*) as n from ${sql.table(name)}`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

/** From this `seq` on entries are looked at whenever the record is opened. */
export async function newestFrom(db: Kysely<Schema>, newest = NEWEST): Promise<number> {
  const tree = await db.selectFrom("record_tree").select(["first_seq", "size"]).executeTakeFirst();
  return tree === undefined ? 0 : Number(tree.first_seq) + Number(tree.size) - newest;
}

/** Acts about the keeping itself. */
const OF_KEEPING = ["api.retention.", "api.shreddings."] as const;
const COLD_PAGE = 64;

async function newestCold(
  cold: ColdFiles,
  months: readonly ColdMonth[],
  patientIndexes: readonly Uint8Array[],
): Promise<ColdEntry | undefined> {
  for (let after: bigint | undefined; ;) {
    const query = { patientIndexes, limit: COLD_PAGE, ...(after === undefined ? {} : { after }) };
    const page = await searchCold(cold, months, query, COLD_PAGE);
    const found = page.find(({ interaction }) => !OF_KEEPING.some((acts) => interaction.startsWith(acts)));
    const last = page.at(-1);
    if (found !== undefined || last === undefined || page.length < COLD_PAGE) return found;
    after = BigInt(last.seq);
  }
}

/** Of what is in files, the times of the months stand for those of the entries: rather kept for longer. */
async function patientEntries(
  { db, cold }: MonthParts,
  patientIndexes: readonly Uint8Array[],
): Promise<PatientEntries | null> {
  const here = await filtered(db, { patientIndexes, limit: 1 })
    .where(({ not, eb, or }) => not(or(OF_KEEPING.map((acts) => eb("interaction", "like", `${acts}%`)))))
    .select([sql<Date | null>`min(at)`.as("first"), sql<Date | null>`max(at)`.as("last")])
    .executeTakeFirstOrThrow();
  const disclosed = await filtered(db, { patientIndexes, act: "disclose", limit: 1 })
    .select(sql<Date | null>`max(at)`.as("last"))
    .executeTakeFirstOrThrow();
  const months = await coldMonths(db);
  const newest = await newestCold(cold, months, patientIndexes);
  const [released] = await searchCold(cold, months, { patientIndexes, act: "disclose", limit: 1 }, 1);
  const firstCold = newest === undefined ? null : Math.min(...months.map(({ from }) => from));
  const first = least(here.first?.getTime() ?? null, firstCold);
  const last = greatest(
    here.last?.getTime() ?? null,
    newest === undefined ? null : monthOf(newest.at).until - 1,
  );
  if (first === null || last === null) return null;
  return {
    firstAt: first,
    lastAt: last,
    lastDisclosureAt: greatest(disclosed.last?.getTime() ?? null, released?.at ?? null),
  };
}

function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function greatest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
