import { CompiledQuery, type Kysely, type Selectable, sql, type Transaction } from "kysely";
import { z } from "zod";
import type {
  Directive,
  DirectiveAct,
  DirectiveQuery,
  DirectiveStore,
} from "../governance/directives/directive.ts";
import type { RecordSealer } from "../keys/ports.ts";
import { askedTogether } from "../kernel/asked-together.ts";
import { byteaArray } from "./binary-array.ts";
import { faultsNamed } from "./fault.ts";
import type { PatientDirectiveActTable, PatientDirectiveTable, Schema } from "./schema.ts";

/** What is left of a directive whose patient's key was destroyed says nothing to anybody. Older ones were sealed otherwise. */
const STILL_READABLE = sql<boolean>`(
  get_byte(d.sealed, 0) = 1 or exists (select from patient_key k where k.handle = d.patient_index))`;

const SEALED = "patient_directive.sealed";
const NOTE = "patient_directive_act.sealed";
export const DIRECTIVE_PATIENT = "patient_directive.patient";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const sealedHead = z.tuple([z.string(), z.unknown()]);

/** What every statement of one store shares. */
interface Place {
  readonly db: Kysely<Schema>;
  readonly sealer: RecordSealer;
  readonly kind: PatientDirectiveTable["kind"];
}

/**
 * Directives of one kind in the table `patient_directive`. Whom they are about, what they say and what was noted are
 * sealed. `Terms` come back as they were given: nothing but this store writes them.
 */
export function createDirectiveStore<Terms, Kind extends string>(
  db: Kysely<Schema>,
  sealer: RecordSealer,
  kind: PatientDirectiveTable["kind"],
): DirectiveStore<Terms, Kind> {
  const place: Place = { db, sealer, kind };
  const lastAct = lastActOf(db);
  return {
    start: (directive) => faultsNamed("writing the directive", () => start(place, directive)),
    append: (id, act) =>
      faultsNamed("writing what was done about the directive", async () => {
        const row = await db
          .selectFrom("patient_directive")
          .select("patient_index")
          .where("id", "=", id)
          .executeTakeFirst();
        if (row === undefined) return false;
        const note = await sealedNote(act, row.patient_index, sealer);
        return db.transaction().execute((transaction) => insertAct(transaction, id, act, note));
      }),
    find: (id) =>
      faultsNamed("reading the directive", async () => {
        if (!UUID.test(id)) return undefined;
        const query = db.selectFrom("patient_directive as d").selectAll("d").where("d.kind", "=", kind);
        const rows = await query.where("d.id", "=", id).where(STILL_READABLE).execute();
        return (await opened<Terms, Kind>(place, rows))[0];
      }),
    list: (query) =>
      faultsNamed("reading the directives", async () =>
        opened<Terms, Kind>(place, await rowsOf(place, query)),
      ),
    version: async () => (await lastAct("last act")) ?? "0",
  };
}

type LastAct = (key: "last act") => Promise<string | undefined>;
const lastActs = new WeakMap<Kysely<Schema>, LastAct>();

/** The number of the newest act of any kind: the stores of one database ask for it in one statement. */
function lastActOf(db: Kysely<Schema>): LastAct {
  const known = lastActs.get(db) ?? readingLastAct(db);
  lastActs.set(db, known);
  return known;
}

function readingLastAct(db: Kysely<Schema>): LastAct {
  return askedTogether((asked: readonly "last act"[]) =>
    faultsNamed("reading the state of the directives", async () => {
      const { rows } = await db.executeQuery<{ last: string | null }>(LAST_ACT);
      return new Map(asked.map((one) => [one, rows[0]?.last ?? "0"]));
    }),
  );
}

/** Ready made, since every request asks it. */
const LAST_ACT = CompiledQuery.raw("select max(seq) as last from patient_directive_act");

async function start(
  { db, sealer, kind }: Place,
  { id, patientId, terms, acts }: Directive<unknown>,
): Promise<boolean> {
  const handle = Buffer.from((await sealer.patients.handlesOf([patientId]))[0] ?? []);
  const sealed = await sealer.about.seal(handle, JSON.stringify([patientId, terms]), SEALED);
  const notes = await Promise.all(acts.map((act) => sealedNote(act, handle, sealer)));
  const row = { id, kind, patient_index: handle, sealed };
  return db.transaction().execute(async (transaction) => {
    const { numInsertedOrUpdatedRows: count } = await transaction
      .insertInto("patient_directive")
      .values(row)
      .onConflict((conflict) => conflict.column("id").doNothing())
      .executeTakeFirstOrThrow();
    if (count !== 1n) return false;
    for (const [at, act] of acts.entries()) await insertAct(transaction, id, act, notes[at] ?? null);
    return true;
  });
}

/** One after the other, so that whoever has seen a number of `version` has seen every lower one. */
const ACTS_IN_TURN = 4_004;

async function insertAct(
  db: Transaction<Schema>,
  directive: string,
  { n, kind, by, at }: DirectiveAct,
  sealed: Buffer | null,
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(${ACTS_IN_TURN})`.execute(db);
  const { numInsertedOrUpdatedRows: count } = await db
    .insertInto("patient_directive_act")
    .values({ directive, n, kind, person_id: by, at: String(at), sealed })
    .onConflict((conflict) => conflict.columns(["directive", "n"]).doNothing())
    .executeTakeFirstOrThrow();
  return count === 1n;
}

async function sealedNote(
  { note }: DirectiveAct,
  handle: Uint8Array,
  sealer: RecordSealer,
): Promise<Buffer | null> {
  return note === null ? null : sealer.about.seal(handle, note, NOTE);
}

async function rowsOf(
  { db, sealer, kind }: Place,
  { patientId, latest, after, limit }: DirectiveQuery,
): Promise<readonly Selectable<PatientDirectiveTable>[]> {
  if (after !== undefined && !UUID.test(after)) return [];
  let rows = db
    .selectFrom("patient_directive as d")
    .selectAll("d")
    .where("d.kind", "=", kind)
    .where(STILL_READABLE)
    .orderBy("d.seq", "desc")
    .limit(limit);
  if (patientId !== undefined)
    rows = rows.where(
      sql<boolean>`d.patient_index = any(${byteaArray(
        await sealer.about.indexesOf(patientId, DIRECTIVE_PATIENT),
      )}::bytea[])`,
    );
  if (after !== undefined)
    rows = rows.where(sql<boolean>`d.seq < (select seq from patient_directive where id = ${after})`);
  if (latest !== undefined)
    rows = rows.where(sql<boolean>`(
      select a.kind from patient_directive_act a where a.directive = d.id order by a.n desc limit 1
    ) = any(${[...latest]}::text[])`);
  return rows.execute();
}

async function opened<Terms, Kind extends string>(
  { db, sealer }: Place,
  rows: readonly Selectable<PatientDirectiveTable>[],
): Promise<readonly Directive<Terms, Kind>[]> {
  if (rows.length === 0) return [];
  const actRows = await db
    .selectFrom("patient_directive_act")
    .selectAll()
    .where(sql<boolean>`directive = any(${rows.map(({ id }) => id)}::uuid[])`)
    .orderBy("n")
    .execute();
  const handles = new Map(rows.map(({ id, patient_index }) => [id, patient_index]));
  const acts = new Map<string, DirectiveAct<Kind>[]>();
  for (const row of actRows) {
    const known = acts.get(row.directive) ?? [];
    known.push(await actOf<Kind>(row, handles.get(row.directive) ?? Buffer.alloc(0), sealer));
    acts.set(row.directive, known);
  }
  const found = await Promise.all(
    rows.map((row) => openedOne<Terms, Kind>(row, acts.get(row.id) ?? [], sealer)),
  );
  return found.filter((one) => one !== null);
}

/** Null: the patient's key was destroyed meanwhile. */
async function openedOne<Terms, Kind extends string>(
  { id, patient_index, sealed }: Selectable<PatientDirectiveTable>,
  [first, ...rest]: readonly DirectiveAct<Kind>[],
  sealer: RecordSealer,
): Promise<Directive<Terms, Kind> | null> {
  const text = await sealer.about.open(patient_index, sealed, SEALED);
  if (text === null) return null;
  const [patientId, terms] = sealedHead.parse(JSON.parse(text));
  if (first === undefined) throw new Error("a directive without an act");
  return { id, patientId, terms: terms as Terms, acts: [first, ...rest] };
}

async function actOf<Kind extends string>(
  row: Selectable<PatientDirectiveActTable>,
  handle: Uint8Array,
  sealer: RecordSealer,
): Promise<DirectiveAct<Kind>> {
  const { n, kind, person_id: by, at, sealed } = row;
  const note = sealed === null ? null : await sealer.about.open(handle, sealed, NOTE);
  return { n, kind: kind as Kind, by, at: Number(at), note };
}
