import type { Kysely, Selectable } from "kysely";
import type { DeviceStore } from "../governance/devices/ports.ts";
import type { WipeRequest } from "../governance/devices/types.ts";
import type { Sealer } from "../keys/ports.ts";
import { faultsNamed } from "./fault.ts";
import type { DeviceWipeTable, Schema } from "./schema.ts";

/** Wipes in `device_wipe`, with their reasons sealed. */
export function createDeviceWipes(
  db: Kysely<Schema>,
  sealer: Sealer,
): Pick<DeviceStore, "addWipe" | "findWipe" | "wipes" | "openWipes" | "settleWipe"> {
  const opened = (rows: readonly Selectable<DeviceWipeTable>[]) =>
    Promise.all(rows.map((row) => wipeOf(row, sealer)));
  return {
    addWipe: ({ id, deviceId, askedBy, reason, askedAt, changedAt, state, attempts }) =>
      faultsNamed("asking for a wipe", async () => {
        const sealed = Buffer.from(await sealer.seal(Buffer.from(reason), contextOf(id)));
        const named = { id, device: deviceId, asked_by: askedBy, reason: sealed };
        const times = { asked_at: String(askedAt), changed_at: String(changedAt) };
        const { numInsertedOrUpdatedRows } = await db
          .insertInto("device_wipe")
          .values({ ...named, ...times, state, attempts })
          .onConflict((conflict) => conflict.column("id").doNothing())
          .executeTakeFirstOrThrow();
        return numInsertedOrUpdatedRows === 1n;
      }),
    wipes: (limit) =>
      faultsNamed("reading wipes", async () => {
        const found = db.selectFrom("device_wipe").selectAll().orderBy("asked_at", "desc");
        return opened(await found.orderBy("id").limit(limit).execute());
      }),
    openWipes: () =>
      faultsNamed("reading wipes", async () => {
        const open = db.selectFrom("device_wipe").selectAll().where("state", "=", "requested");
        return opened(await open.orderBy("asked_at").orderBy("id").execute());
      }),
    findWipe: (id) =>
      faultsNamed("reading a wipe", async () => {
        const found = db.selectFrom("device_wipe").selectAll().where("id", "=", id);
        const row = await found.executeTakeFirst();
        return row && wipeOf(row, sealer);
      }),
    settleWipe: (id, from, { state, attempts, at }) =>
      faultsNamed("settling a wipe", async () => {
        const settled = { state, attempts, changed_at: String(at) };
        const moved = db.updateTable("device_wipe").set(settled).where("id", "=", id);
        const { numUpdatedRows } = await moved.where("state", "in", from).executeTakeFirstOrThrow();
        return numUpdatedRows === 1n;
      }),
  };
}

async function wipeOf(row: Selectable<DeviceWipeTable>, sealer: Sealer): Promise<WipeRequest> {
  const reason = Buffer.from(await sealer.open(row.reason, contextOf(row.id))).toString("utf8");
  return {
    id: row.id,
    deviceId: row.device,
    askedBy: row.asked_by,
    reason,
    askedAt: Number(row.asked_at),
    changedAt: Number(row.changed_at),
    state: row.state,
    attempts: row.attempts,
  };
}

function contextOf(id: string): string {
  return `device_wipe.reason\0${id}`;
}
