import type { Kysely } from "kysely";
import type { HoldStore } from "../../governance/retention/ports.ts";
import type { HoldScope, LegalHold, Named } from "../../governance/retention/types.ts";
import type { Sealer } from "../../keys/ports.ts";
import { faultsNamed } from "../fault.ts";
import type { Schema } from "../schema.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Legal holds in `legal_hold` and `legal_hold_release`. What they keep and why is sealed, and bound to the hold's id. */
export function createHoldStore(db: Kysely<Schema>, sealer: Sealer): HoldStore {
  return {
    open: (hold) => faultsNamed("opening a hold", () => open(db, sealer, hold)),
    release: (id, release) => faultsNamed("releasing a hold", () => letGo(db, sealer, id, release)),
    list: () => faultsNamed("reading the holds", () => list(db, sealer)),
  };
}

async function open(
  db: Kysely<Schema>,
  sealer: Sealer,
  { id, scope, opened }: Omit<LegalHold, "released">,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows: count } = await db
    .insertInto("legal_hold")
    .values({
      id,
      kind: scope.kind,
      sealed: await sealed(sealer, `legal_hold\0${id}`, { scope, reason: opened.reason }),
      opened_by: opened.by,
      opened_at: String(opened.at),
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirstOrThrow();
  return count === 1n;
}

async function letGo(db: Kysely<Schema>, sealer: Sealer, id: string, release: Named): Promise<boolean> {
  if (!UUID.test(id)) return false;
  const { numInsertedOrUpdatedRows: count } = await db
    .insertInto("legal_hold_release")
    .values({
      hold: id,
      sealed: await sealed(sealer, `legal_hold_release\0${id}`, { reason: release.reason }),
      released_by: release.by,
      released_at: String(release.at),
    })
    .onConflict((conflict) => conflict.column("hold").doNothing())
    .executeTakeFirstOrThrow();
  return count === 1n;
}

async function list(db: Kysely<Schema>, sealer: Sealer): Promise<readonly LegalHold[]> {
  const rows = await db
    .selectFrom("legal_hold as h")
    .leftJoin("legal_hold_release as r", "r.hold", "h.id")
    .select([
      "h.id",
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
    rows.map(async ({ id, sealed: terms, opened_by, opened_at, released_by, released_at, release }) => {
      // Nothing but this store writes them.
      const { scope, reason } = (await opened(sealer, `legal_hold\0${id}`, terms)) as {
        scope: HoldScope;
        reason: string;
      };
      const hold = { id, scope, opened: { by: opened_by, at: Number(opened_at), reason } };
      if (release === null || released_by === null) return { ...hold, released: null };
      const why = (await opened(sealer, `legal_hold_release\0${id}`, release)) as { reason: string };
      return { ...hold, released: { by: released_by, at: Number(released_at), reason: why.reason } };
    }),
  );
}

async function sealed(sealer: Sealer, context: string, value: unknown): Promise<Buffer> {
  return Buffer.from(await sealer.seal(Buffer.from(JSON.stringify(value)), context));
}

async function opened(sealer: Sealer, context: string, bytes: Uint8Array): Promise<unknown> {
  return JSON.parse(Buffer.from(await sealer.open(bytes, context)).toString("utf8"));
}
