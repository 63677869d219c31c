import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { JobStore } from "../jobs/ports.ts";
import type { Job, JobPart, JobState, NewJob } from "../jobs/types.ts";
import type { ReasonCode } from "../kernel/reasons.ts";
import type { Sealer } from "../keys/ports.ts";
import { faultsNamed } from "./fault.ts";
import type { JobTable, Schema } from "./schema.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const GOES_ON = ["waiting", "running"] as const;
export const contextOf = (id: string): string => `job.task\0${id}`;

/** The queue in the tables `job` and `job_part`. Leases run by the database's clock, which all processes share. */
export function createJobStore(db: Kysely<Schema>, sealer: Sealer): JobStore {
  const opened = async (row: Selectable<JobTable>): Promise<Job> => jobOf(row, await taskOf(row, sealer));
  return {
    add: (job) => faultsNamed("adding a job", () => add(db, sealer, job)),
    claim: (kinds, leaseMs) =>
      faultsNamed("taking up a job", async () => {
        const row = kinds.length === 0 ? undefined : await claim(db, kinds, leaseMs);
        return row === undefined ? null : opened(row);
      }),
    renew: (id, leaseMs) =>
      faultsNamed("renewing a lease", async () => {
        const renewed = sql`update job set lease_until = ${leaseEnd(leaseMs)} where id = ${id} and state = 'running'`;
        return UUID.test(id) && (await renewed.execute(db)).numAffectedRows === 1n;
      }),
    advance: (id, step, parts, at) =>
      faultsNamed("counting a step", () =>
        db.transaction().execute((transaction) => advance(transaction, id, step, parts, at)),
      ),
    end: (id, state, reason, at) => faultsNamed("ending a job", () => end(db, id, state, reason, at)),
    find: (id) =>
      faultsNamed("reading a job", async () => {
        if (!UUID.test(id)) return undefined;
        const row = await db.selectFrom("job").selectAll().where("id", "=", id).executeTakeFirst();
        return row && opened(row);
      }),
    list: ({ personId, limit }) =>
      faultsNamed("reading jobs", async () => {
        const all = db.selectFrom("job").selectAll().orderBy("made_at", "desc").orderBy("id").limit(limit);
        const rows = await (personId === undefined ? all : all.where("person_id", "=", personId)).execute();
        return Promise.all(rows.map(opened));
      }),
    parts: (id) => faultsNamed("reading what a job made", () => partsOf(db, id)),
    leftovers: (now) =>
      faultsNamed("reading jobs to clear", async () => {
        const ended = sql<boolean>`(state in ('failed', 'canceled', 'expired') or (state = 'done' and ends_at <= ${now}))`;
        const rows = await db
          .selectFrom("job")
          .selectAll()
          .where("task", "is not", null)
          .where(ended)
          .execute();
        return Promise.all(rows.map(opened));
      }),
    clear: (id) =>
      faultsNamed("clearing a job", () =>
        db.transaction().execute(async (transaction) => {
          await transaction.deleteFrom("job_part").where("job", "=", id).execute();
          await transaction.updateTable("job").set({ task: null }).where("id", "=", id).execute();
        }),
      ),
  };
}

async function add(db: Kysely<Schema>, sealer: Sealer, job: NewJob): Promise<void> {
  const task = Buffer.from(await sealer.seal(Buffer.from(job.task), contextOf(job.id)));
  const { id, kind, personId, steps, madeAt, endsAt } = job;
  const times = { made_at: String(madeAt), changed_at: String(madeAt), ends_at: String(endsAt) };
  const row = { id, kind, person_id: personId, state: "waiting", step: 0, steps, ...times, task };
  await db.insertInto("job").values(row).execute();
}

/** Of two who ask at once, one gets the job and the other the next. */
async function claim(
  db: Kysely<Schema>,
  kinds: readonly string[],
  leaseMs: number,
): Promise<Selectable<JobTable> | undefined> {
  const { rows } = await sql<Selectable<JobTable>>`
    update job set state = 'running', lease_until = ${leaseEnd(leaseMs)}
    where id = (
      select id from job
      where kind = any(${[...kinds]}) and (state = 'waiting' or (state = 'running' and lease_until <= clock_timestamp()))
      order by made_at, id limit 1 for update skip locked
    )
    returning *`.execute(db);
  return rows[0];
}

async function advance(
  db: Transaction<Schema>,
  id: string,
  step: number,
  parts: readonly JobPart[],
  at: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("job")
    .set({ step, changed_at: String(at) })
    .where("id", "=", id)
    .where("state", "=", "running")
    .where("step", "=", step - 1)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) return false;
  const rows = parts.map((part) => ({ job: id, ...part }));
  if (rows.length > 0) await db.insertInto("job_part").values(rows).execute();
  return true;
}

async function end(
  db: Kysely<Schema>,
  id: string,
  state: JobState,
  reason: ReasonCode | null,
  at: number,
): Promise<boolean> {
  if (!UUID.test(id)) return false;
  const from: readonly JobState[] = state === "done" ? GOES_ON : [...GOES_ON, "done"];
  const { numUpdatedRows } = await db
    .updateTable("job")
    .set({ state, reason, changed_at: String(at), lease_until: null })
    .where("id", "=", id)
    .where("state", "in", from)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

async function partsOf(db: Kysely<Schema>, id: string): Promise<readonly JobPart[]> {
  if (!UUID.test(id)) return [];
  return db
    .selectFrom("job_part")
    .innerJoin("job", "job.id", "job_part.job")
    .select(["n", "title", "records"])
    .where("job.id", "=", id)
    .where("job.state", "=", "done")
    .orderBy("n")
    .execute();
}

function leaseEnd(leaseMs: number) {
  return sql`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`;
}

async function taskOf({ id, task }: Selectable<JobTable>, sealer: Sealer): Promise<string | null> {
  return task === null ? null : Buffer.from(await sealer.open(task, contextOf(id))).toString("utf8");
}

function jobOf(row: Selectable<JobTable>, task: string | null): Job {
  return {
    id: row.id,
    kind: row.kind,
    personId: row.person_id,
    // The checks of the table allow no others, and no reason is written that is none.
    state: row.state as JobState,
    reason: row.reason as ReasonCode | null,
    step: row.step,
    steps: row.steps,
    madeAt: Number(row.made_at),
    changedAt: Number(row.changed_at),
    endsAt: Number(row.ends_at),
    task,
  };
}
