import { type Kysely, sql } from "kysely";
import type { IntakeStore, NewReject, SourceDay } from "../audit/intake/ports.ts";
import type { RejectCode } from "../audit/intake/types.ts";
import type { Sealer } from "../keys/ports.ts";
import { bigintArray, byteaArray, textArray, uuidArray } from "./binary-array.ts";
import { faultsNamed } from "./fault.ts";
import type { Schema } from "./schema.ts";

const DAY = 86_400_000;

/** What has come in from other systems: claimed by a trigger with the entry, rejected events sealed. */
export function createIntakeStore(db: Kysely<Schema>, sealer: Sealer): IntakeStore {
  return {
    inTurn: (work) =>
      db.transaction().execute(async (turn) => {
        await sql`select pg_advisory_xact_lock(hashtextextended('record-intake', 0))`.execute(turn);
        return work();
      }),
    known: (entryIds) =>
      faultsNamed("reading what came in", async () => {
        const { rows } = await sql<{ id: string }>`select entry_id as id from intake_event
          where entry_id = any(${uuidArray(entryIds)}::uuid[])`.execute(db);
        return new Set(rows.map(({ id }) => id));
      }),
    keepRejects: (rejects) =>
      faultsNamed("keeping what was rejected", () => keepRejects(db, sealer, rejects)),
    countDuplicates: (source, at, events) =>
      faultsNamed("counting what came in", async () => {
        const day = Math.floor(at / DAY);
        await sql`insert into intake_duplicate (source, day, events) values (${source}, ${day}, ${events})
          on conflict (source, day) do update set events = intake_duplicate.events + excluded.events`.execute(
          db,
        );
      }),
    days: (source, since) => faultsNamed("counting what came in", () => days(db, source, since)),
    ...rejects(db, sealer),
    personBy: (fhirUser) =>
      faultsNamed("finding a person", async () => {
        const found = db.selectFrom("person").select("id").where("fhir_user", "=", fhirUser);
        return (await found.executeTakeFirst())?.id;
      }),
  };
}

function rejects(db: Kysely<Schema>, sealer: Sealer): Pick<IntakeStore, "rejects" | "rejected"> {
  return {
    rejects: (source, limit) =>
      faultsNamed("reading what was rejected", async () => {
        const rows = await db
          .selectFrom("intake_reject")
          .select(["id", "at", "place", "reason"])
          .where("source", "=", source)
          .orderBy("at", "desc")
          .orderBy("place")
          .limit(limit)
          .execute();
        return rows.map((row) => ({ ...openPart(row), raw: null }));
      }),
    rejected: (source, id) =>
      faultsNamed("reading what was rejected", async () => {
        const row = await db
          .selectFrom("intake_reject")
          .selectAll()
          .where("id", "=", id)
          .where("source", "=", source)
          .executeTakeFirst();
        if (row === undefined) return undefined;
        const raw = Buffer.from(await sealer.open(row.sealed, contextOf(id))).toString("utf8");
        return { ...openPart(row), source, raw };
      }),
  };
}

function openPart(row: { id: string; at: string; place: number | null; reason: string }) {
  const { id, at, place, reason } = row;
  return { id, at: Number(at), place: place ?? 0, reason: reason as RejectCode };
}

async function keepRejects(db: Kysely<Schema>, sealer: Sealer, kept: readonly NewReject[]): Promise<void> {
  if (kept.length === 0) return;
  const sealed = await Promise.all(kept.map(({ id, raw }) => sealer.seal(Buffer.from(raw), contextOf(id))));
  await sql`insert into intake_reject (id, source, at, place, reason, sealed)
    select * from unnest(
      ${uuidArray(kept.map(({ id }) => id))}::uuid[],
      ${textArray(kept.map(({ source }) => source))}::text[],
      ${bigintArray(kept.map(({ at }) => at))}::bigint[],
      ${bigintArray(kept.map(({ place }) => place))}::bigint[]::integer[],
      ${textArray(kept.map(({ reason }) => reason))}::text[],
      ${byteaArray(sealed)}::bytea[]
    ) on conflict (id) do nothing`.execute(db);
}

async function days(db: Kysely<Schema>, source: string, since: number): Promise<readonly SourceDay[]> {
  const first = Math.floor(since / DAY);
  const from = first * DAY;
  const { rows } = await sql<Record<"day" | "accepted" | "duplicate" | "rejected", string>>`
    select day, sum(accepted) as accepted, sum(duplicate) as duplicate, sum(rejected) as rejected from (
      select floor(extract(epoch from at) / 86400) as day, count(*) as accepted, 0 as duplicate, 0 as rejected
      from intake_event where source = ${source} and at >= ${new Date(from)} group by 1
      union all
      select day, 0, events, 0 from intake_duplicate where source = ${source} and day >= ${first}
      union all
      select at / ${DAY}::bigint, 0, 0, count(*) from intake_reject
      where source = ${source} and at >= ${from} group by 1
    ) as counted group by day order by day desc`.execute(db);
  return rows.map(({ day, accepted, duplicate, rejected }) => ({
    day: Number(day) * DAY,
    accepted: Number(accepted),
    duplicate: Number(duplicate),
    rejected: Number(rejected),
  }));
}

function contextOf(id: string): string {
  return `intake_reject.sealed\0${id}`;
}
