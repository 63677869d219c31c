import { CompiledQuery, type Kysely, type Selectable, sql, type Transaction } from "kysely";
import { z } from "zod";
import type {
  Directive,
  DirectiveAct,
  DirectiveQuery,
  DirectiveStore,
} from "../governance/directives/directive.ts";
import type { Sealer } from "../keys/ports.ts";
import { askedTogether } from "../kernel/asked-together.ts";
import { faultsNamed } from "./fault.ts";
import type { PatientDirectiveActTable, PatientDirectiveTable, Schema } from "./schema.ts";

const SEALED = "patient_directive.sealed";
const NOTE = "patient_directive_act.sealed";
const PATIENT = "patient_directive.patient";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const sealedHead = z.tuple([z.string(), z.unknown()]);

/** What every statement of one store shares. */
interface Place {
  readonly db: Kysely<Schema>;
  readonly sealer: Sealer;
  readonly kind: PatientDirectiveTable["kind"];
}

/**
 * Directives of one kind in the table `patient_directive`. Whom they are about, what they say and what was noted are
 * sealed. `Terms` come back as they were given: nothing but this store writes them.
 */
export function createDirectiveStore<Terms, Kind extends string>(
  db: Kysely<Schema>,
  sealer: Sealer,
  kind: PatientDirectiveTable["kind"],
): DirectiveStore<Terms, Kind> {
  const place: Place = { db, sealer, kind };
  const lastAct = lastActOf(db);
  return {
    start: (directive) => faultsNamed("writing the directive", () => start(place, directive)),
    append: (id, act) =>
      faultsNamed("writing what was done about the directive", async () => {
        const note = await sealedNote(act, sealer);
        return db.transaction().execute((transaction) => insertAct(transaction, id, act, note));
      }),
    find: (id) =>
      faultsNamed("reading the directive", async () => {
        if (!UUID.test(id)) return undefined;
        const query = db.selectFrom("patient_directive").selectAll().where("kind", "=", kind);
        const rows = await query.where("id", "=", id).execute();
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
  const sealed = await sealer.seal(Buffer.from(JSON.stringify([patientId, terms])), SEALED);
  const notes = await Promise.all(acts.map((act) => sealedNote(act, sealer)));
  const row = {
    id,
    kind,
    patient_index: Buffer.from(sealer.blindIndex(PATIENT, patientId)),
    sealed: Buffer.from(sealed),
  };
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

async function sealedNote({ note }: DirectiveAct, sealer: Sealer): Promise<Buffer | null> {
  return note === null ? null : Buffer.from(await sealer.seal(Buffer.from(note), NOTE));
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
    .orderBy("d.seq", "desc")
    .limit(limit);
  if (patientId !== undefined)
    rows = rows.where("d.patient_index", "=", Buffer.from(sealer.blindIndex(PATIENT, patientId)));
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
  const acts = new Map<string, DirectiveAct<Kind>[]>();
  for (const row of actRows) {
    const known = acts.get(row.directive) ?? [];
    known.push(await actOf<Kind>(row, sealer));
    acts.set(row.directive, known);
  }
  return Promise.all(
    rows.map(async ({ id, sealed }) => {
      const text = Buffer.from(await sealer.open(sealed, SEALED)).toString("utf8");
      const [patientId, terms] = sealedHead.parse(JSON.parse(text));
      const [first, ...rest] = acts.get(id) ?? [];
      if (first === undefined) throw new Error("a directive without an act");
      return { id, patientId, terms: terms as Terms, acts: [first, ...rest] };
    }),
  );
}

async function actOf<Kind extends string>(
  row: Selectable<PatientDirectiveActTable>,
  sealer: Sealer,
): Promise<DirectiveAct<Kind>> {
  const { n, kind, person_id: by, at, sealed } = row;
  const note = sealed === null ? null : Buffer.from(await sealer.open(sealed, NOTE)).toString("utf8");
  return { n, kind: kind as Kind, by, at: Number(at), note };
}
