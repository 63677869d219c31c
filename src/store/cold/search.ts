/** Finds entries in cold history: by the index of a patient, a person or a rare term, else month by month, in the order of the query. */
import { join } from "node:path";
import type { EntryQuery } from "../../audit/ports.ts";
import { soughtTerms, unwantedTerms } from "../record/terms.ts";
import { type ColdEntry, entryOfRow } from "./columns.ts";
import { type Duck, quoted } from "./duck.ts";
import type { ColdMonth } from "./manifest.ts";
import { ENTRIES, INDEX } from "./write.ts";

/** What a search of files goes by. */
export interface ColdFiles {
  readonly duck: Duck;
  readonly folder: string;
}

/** Matching entries of these months in the order of the query, at most so many. */
export async function searchCold(
  files: ColdFiles,
  months: readonly ColdMonth[],
  query: EntryQuery,
  limit: number,
): Promise<readonly ColdEntry[]> {
  const { from = -Infinity, until = Infinity } = query;
  const within = monthsInOrder(months, query).filter(
    (month) => month.until > from && month.from < until && isAhead(month, query),
  );
  if (within.length === 0) return [];
  const keys = keysOf(query);
  return keys === null ? byFile(files, within, query, limit) : byKey(files, within, query, { keys, limit });
}

/** INVARIANT: whoever stops at a month has seen every entry that comes before those of the next ones. */
function monthsInOrder(months: readonly ColdMonth[], { oldestFirst }: EntryQuery): readonly ColdMonth[] {
  return oldestFirst === true
    ? months.toSorted((a, b) => a.firstSeq - b.firstSeq)
    : months.toSorted((a, b) => b.lastSeq - a.lastSeq);
}

/** Whether a month has places that are still to come, after the query's own. */
function isAhead({ firstSeq, lastSeq }: ColdMonth, { after, oldestFirst }: EntryQuery): boolean {
  if (after === undefined) return true;
  return oldestFirst === true ? BigInt(lastSeq) > after : BigInt(firstSeq) < after;
}

/** Names in the index of which an entry has to have one; null: the index does not help. */
function keysOf({ patientIndexes, personId }: EntryQuery): readonly string[] | null {
  if (patientIndexes !== undefined)
    return patientIndexes.map((index) => `p${Buffer.from(index).toString("hex")}`);
  return personId === undefined ? null : [`u${personId}`];
}

/** Months that are looked at together. */
const TOGETHER = 4;

async function byFile(
  files: ColdFiles,
  months: readonly ColdMonth[],
  query: EntryQuery,
  limit: number,
): Promise<readonly ColdEntry[]> {
  const ways = await waysOf(files, months, soughtTerms(query));
  let found: ColdEntry[] = [];
  for (const some of chunksOf(
    months.filter(({ id }) => ways.get(id)?.kind !== "none"),
    TOGETHER,
  )) {
    const last = found[limit - 1];
    if (last !== undefined && some.every((month) => isBehind(month, last, query))) break;
    const pages = some.map((month) => monthsPage(files, month, query, { limit, way: ways.get(month.id) }));
    found = inOrder([...found, ...(await Promise.all(pages)).flat()], query).slice(0, limit);
  }
  return found;
}

/** True when all entries of this month come after this one in the order of the query. */
function isBehind(
  { firstSeq, lastSeq }: ColdMonth,
  { seq }: ColdEntry,
  { oldestFirst }: EntryQuery,
): boolean {
  return oldestFirst === true ? seq < firstSeq : seq > lastSeq;
}

async function monthsPage(
  files: ColdFiles,
  month: ColdMonth,
  query: EntryQuery,
  { limit, way }: { readonly limit: number; readonly way: Way | undefined },
): Promise<readonly ColdEntry[]> {
  if (way?.kind === "rare") return byKey(files, [month], query, { keys: [way.key], limit });
  const { text, values } = conditions(query);
  const rows = await files.duck.rows(
    `select * exclude (place) from ${parquet(files.folder, month.id, ENTRIES)} where ${text} order by ${orderOf(query)} limit ${limit}`,
    values,
  );
  return rows.map(entryOfRow);
}

/** How a month is searched: not at all, by a rare term of the question, or (not given) from end to end. */
type Way = { readonly kind: "none" } | { readonly kind: "rare"; readonly key: string };

/** By month: what its counts of terms say. A month that was sealed before there were any is searched from end to end. */
async function waysOf(
  { duck, folder }: ColdFiles,
  months: readonly ColdMonth[],
  terms: readonly string[],
): Promise<ReadonlyMap<string, Way>> {
  if (terms.length === 0) return new Map();
  const paths = months.map(({ id }) => quoted(join(folder, `${id}${INDEX}`)));
  const keys = ["c", ...terms.map((term) => `c${term}`)];
  const wanted = keys.map((_, at) => `$${at + 1}`).join(", ");
  const rows = await duck.rows(
    `select file_index as month, key, seq as entries, place as rare from read_parquet([${paths.join(", ")}])
      where key in (${wanted}) order by seq`,
    keys,
  );
  const ways = new Map<string, Way>();
  for (const [at, { id }] of months.entries()) {
    const here = rows.filter(({ month }) => Number(month) === at);
    if (here.length === 0) continue;
    const rarest = here.find(({ key, rare }) => key !== "c" && Number(rare) === 1);
    if (here.length < keys.length) ways.set(id, { kind: "none" });
    else if (rarest !== undefined) ways.set(id, { kind: "rare", key: `t${String(rarest["key"]).slice(1)}` });
  }
  return ways;
}

/** Places that are looked up at once; a search with further conditions may need more of them. */
const PLACES = 512;

async function byKey(
  files: ColdFiles,
  months: readonly ColdMonth[],
  query: EntryQuery,
  { keys, limit }: { readonly keys: readonly string[]; readonly limit: number },
): Promise<readonly ColdEntry[]> {
  const found: ColdEntry[] = [];
  let { after } = query;
  if (keys.length === 0) return found;
  for (;;) {
    const places = await placesOf(files, months, keys, { ...query, after });
    for (const chunk of chunksOf(places, limit)) {
      found.push(...inOrder(await entriesAt(files, chunk, query), query));
      if (found.length >= limit) return found.slice(0, limit);
    }
    const last = places.at(-1);
    if (last === undefined || places.length < PLACES) return found;
    after = last.seq;
  }
}

interface Place {
  /** Id of the month. */
  readonly month: string;
  readonly seq: bigint;
  readonly place: bigint;
}

async function placesOf(
  { duck, folder }: ColdFiles,
  months: readonly ColdMonth[],
  keys: readonly string[],
  order: Order & { readonly after: bigint | undefined },
): Promise<readonly Place[]> {
  const paths = months.map(({ id }) => quoted(join(folder, `${id}${INDEX}`)));
  const wanted = keys.map((_, at) => `$${at + 1}`).join(", ");
  const bound = order.after === undefined ? "" : `and ${comesAfter(order.after, order)}`;
  const rows = await duck.rows(
    `select distinct file_index as month, seq, place from read_parquet([${paths.join(", ")}])
      where key in (${wanted}) ${bound} order by ${orderOf(order)} limit ${PLACES}`,
    keys,
  );
  return rows.map(({ month, seq, place }) => ({
    month: months[Number(month)]?.id ?? "",
    seq: BigInt(String(seq)),
    place: BigInt(String(place)),
  }));
}

/** The entries at these places that are what is asked for, in no order. */
async function entriesAt(
  { duck, folder }: ColdFiles,
  places: readonly Place[],
  query: EntryQuery,
): Promise<readonly ColdEntry[]> {
  const { text, values } = conditions(query);
  const months = [...new Set(places.map(({ month }) => month))];
  const found = months.map(async (month) => {
    const here = places.filter((place) => place.month === month).map(({ place }) => place);
    return duck.rows(
      `select * exclude (place) from ${parquet(folder, month, ENTRIES)} where place in (${here.join(", ")}) and ${text}`,
      values,
    );
  });
  return (await Promise.all(found)).flat().map(entryOfRow);
}

/** Entries from this `seq` on, in order, at most so many. */
export async function coldLeaves(
  { duck, folder }: ColdFiles,
  months: readonly ColdMonth[],
  fromSeq: number,
  limit: number,
): Promise<readonly ColdEntry[]> {
  const inOrder = months
    .filter(({ lastSeq }) => lastSeq >= fromSeq)
    .toSorted((a, b) => a.firstSeq - b.firstSeq);
  let found: ColdEntry[] = [];
  for (const { id, firstSeq } of inOrder) {
    const last = found[limit - 1];
    if (last !== undefined && last.seq < firstSeq) break;
    const rows = await duck.rows(
      `select * exclude (place) from ${parquet(folder, id, ENTRIES)} where seq >= ${fromSeq} order by seq limit ${limit}`,
    );
    found = [...found, ...rows.map(entryOfRow)].toSorted((a, b) => a.seq - b.seq).slice(0, limit);
  }
  return found;
}

/** What an entry has to be, beside the index; values are bound. */
function conditions(query: EntryQuery): { readonly text: string; readonly values: readonly string[] } {
  const { personId, patientIndexes, outcome, id, from, until, after } = query;
  const values: string[] = [];
  const is = (column: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [`${column} = $${values.push(value)}`];
  const [terms, unwanted] = [soughtTerms(query), unwantedTerms(query)];
  const patients = patientIndexes?.map((index) => `from_hex('${Buffer.from(index).toString("hex")}')`);
  const all = [
    "true",
    ...is("person_id", personId),
    ...is("id", id?.toLowerCase()),
    ...is("outcome", outcome),
    ...(from === undefined ? [] : [`"at" >= ${from}`]),
    ...(until === undefined ? [] : [`"at" < ${until}`]),
    ...(after === undefined ? [] : [comesAfter(after, query)]),
    ...(terms.length === 0 ? [] : [`list_has_all(terms, [${terms.join(", ")}]::BIGINT[])`]),
    ...(unwanted.length === 0 ? [] : [`not list_has_any(terms, [${unwanted.join(", ")}]::BIGINT[])`]),
    ...(patients === undefined ? [] : [`list_has_any(patient_index, [${patients.join(", ")}]::BLOB[])`]),
  ];
  return { text: all.join(" and "), values };
}

/** One of a month's files, as a table. */
export function parquet(folder: string, month: string, ending: string): string {
  return `read_parquet(${quoted(join(folder, `${month}${ending}`))})`;
}

type Order = Pick<EntryQuery, "oldestFirst">;

function orderOf({ oldestFirst }: Order): string {
  return oldestFirst === true ? "seq" : "seq desc";
}

function comesAfter(place: bigint, { oldestFirst }: Order): string {
  return oldestFirst === true ? `seq > ${place}` : `seq < ${place}`;
}

function inOrder<T extends { readonly seq: number }>(entries: readonly T[], { oldestFirst }: Order): T[] {
  return entries.toSorted((a, b) => (oldestFirst === true ? a.seq - b.seq : b.seq - a.seq));
}

function chunksOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  );
}
