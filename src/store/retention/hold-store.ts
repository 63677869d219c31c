import type { Kysely } from "kysely";
import type { HoldStore } from "../../governance/retention/ports.ts";
import type { HoldScope, LegalHold, Named } from "../../governance/retention/types.ts";
import type { RecordSealer } from "../../keys/ports.ts";
import { faultsNamed } from "../fault.ts";
import type { Schema } from "../schema.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Legal holds in `legal_hold` and `legal_hold_release`. What they keep and why is sealed, and bound to the hold's id; of a
 * hold on a patient under the key of that patient, so that nothing is left of it where that is destroyed after the release.
 */
export function createHoldStore(db: Kysely<Schema>, sealer: RecordSealer): HoldStore {
  return {
    open: (hold) => faultsNamed("opening a hold", () => open(db, sealer, hold)),
    release: (id, release) => faultsNamed("releasing a hold", () => letGo(db, sealer, id, release)),
    list: () => faultsNamed("reading the holds", () => list(db, sealer)),
  };
}

async function open(
  db: Kysely<Schema>,
  sealer: RecordSealer,
  { id, scope, opened }: Parameters<HoldStore["open"]>[0],
): Promise<boolean> {
  const handle = await handleOf(scope, sealer);
  const { numInsertedOrUpdatedRows: count } = await db
    .insertInto("legal_hold")
    .values({
      id,
      kind: scope.kind,
      sealed: await sealed(sealer, handle, holdContext(id), { scope, reason: opened.reason }),
      handle,
      opened_by: opened.by,
      opened_at: String(opened.at),
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirstOrThrow();
  return count === 1n;
}

async function handleOf(scope: HoldScope, sealer: RecordSealer): Promise<Buffer | null> {
  if (scope.kind !== "patient" || scope.patientId === null) return null;
  const [handle] = await sealer.patients.handlesOf([scope.patientId]);
  return Buffer.from(handle ?? []);
}

async function letGo(
  db: Kysely<Schema>,
  sealer: RecordSealer,
  id: string,
  { by, at, reason }: Named,
): Promise<boolean> {
  if (!UUID.test(id)) return false;
  const hold = await db.selectFrom("legal_hold").select("handle").where("id", "=", id).executeTakeFirst();
  if (hold === undefined) return false;
  const { numInsertedOrUpdatedRows: count } = await db
    .insertInto("legal_hold_release")
    .values({
      hold: id,
      sealed: await sealed(sealer, hold.handle, releaseContext(id), { reason }),
      released_by: by,
      released_at: String(at),
    })
    .onConflict((conflict) => conflict.column("hold").doNothing())
    .executeTakeFirstOrThrow();
  return count === 1n;
}

async function list(db: Kysely<Schema>, sealer: RecordSealer): Promise<readonly LegalHold[]> {
  const rows = await db
    .selectFrom("legal_hold as h")
    .leftJoin("legal_hold_release as r", "r.hold", "h.id")
    .select([
      "h.id",
      "h.handle",
      "h.sealed",
      "opened_by",
      "opened_at",
      "released_by",
      "released_at",
      "r.sealed as release",
    ])
    .orderBy("opened_at", "desc")
    .orderBy("h.id")
    .execute();
  return Promise.all(
    rows.map(
      async ({ id, handle, sealed: terms, opened_by, opened_at, released_by, released_at, release }) => {
        const { scope, reason } = (await opened<Terms>(sealer, handle, holdContext(id), terms)) ?? OF_NOBODY;
        const hold = { id, scope, opened: { by: opened_by, at: Number(opened_at), reason } };
        if (release === null || released_by === null) return { ...hold, released: null };
        const why = await opened<{ reason: string }>(sealer, handle, releaseContext(id), release);
        const released = { by: released_by, at: Number(released_at), reason: why?.reason ?? null };
        return { ...hold, released };
      },
    ),
  );
}

interface Terms {
  readonly scope: HoldScope;
  readonly reason: string | null;
}

/** What is left of a hold on a patient whose key was destroyed. */
const OF_NOBODY: Terms = { scope: { kind: "patient", patientId: null }, reason: null };

function holdContext(id: string): string {
  return `legal_hold\0${id}`;
}

function releaseContext(id: string): string {
  return `legal_hold_release\0${id}`;
}

async function sealed(
  sealer: RecordSealer,
  handle: Uint8Array | null,
  context: string,
  value: unknown,
): Promise<Buffer> {
  const text = JSON.stringify(value);
  if (handle !== null) return sealer.about.seal(handle, text, context);
  return Buffer.from(await sealer.seal(Buffer.from(text), context));
}

/** Null: the key of the patient was destroyed. Nothing but this store writes what it reads. */
async function opened<T>(
  sealer: RecordSealer,
  handle: Uint8Array | null,
  context: string,
  bytes: Uint8Array,
): Promise<T | null> {
  const text =
    handle === null
      ? Buffer.from(await sealer.open(bytes, context)).toString("utf8")
      : await sealer.about.open(handle, bytes, context);
  return text === null ? null : (JSON.parse(text) as T);
}
