import { type Kysely, type Selectable, sql } from "kysely";
import type { DeviceStore } from "../governance/devices/ports.ts";
import type { Device, WipeRequest } from "../governance/devices/types.ts";
import type { Sealer } from "../keys/ports.ts";
import { faultsNamed } from "./fault.ts";
import type { DeviceTable, DeviceWipeTable, Schema } from "./schema.ts";

/** The inventory in `device`, wipes in `device_wipe` with their reasons sealed. */
export function createDeviceStore(db: Kysely<Schema>, sealer: Sealer): DeviceStore {
  return {
    find: (id) =>
      faultsNamed("reading a device", async () => {
        const row = await db.selectFrom("device").selectAll().where("id", "=", id).executeTakeFirst();
        return row && deviceOf(row);
      }),
    list: ({ after = "", limit }) =>
      faultsNamed("reading devices", async () => {
        const found = db.selectFrom("device").selectAll().where("id", ">", after);
        return (await found.orderBy("id").limit(limit).execute()).map(deviceOf);
      }),
    upsert: (devices, now) => faultsNamed("writing devices", () => upsert(db, devices, now)),
    ...wipes(db, sealer),
  };
}

/** In one statement for all: rows as JSON, the last one of an id. */
async function upsert(db: Kysely<Schema>, devices: readonly Device[], now: number): Promise<number> {
  if (devices.length === 0) return 0;
  const rows = JSON.stringify([...new Map(devices.map((device) => [device.id, device])).values()]);
  const { numAffectedRows } = await sql`
    insert into device (id, owner, platform, serial, encrypted, compliant, seen_at, changed_at)
    select id, owner, platform, serial, encrypted, compliant, "seenAt", ${now}
    from jsonb_to_recordset(${rows}::jsonb) as row (id text, owner text, platform text, serial text,
      encrypted boolean, compliant boolean, "seenAt" bigint)
    on conflict (id) do update set owner = excluded.owner, platform = excluded.platform,
      serial = excluded.serial, encrypted = excluded.encrypted, compliant = excluded.compliant,
      seen_at = excluded.seen_at, changed_at = excluded.changed_at
    where device.seen_at is null or excluded.seen_at >= device.seen_at`.execute(db);
  return Number(numAffectedRows);
}

function wipes(
  db: Kysely<Schema>,
  sealer: Sealer,
): Pick<DeviceStore, "addWipe" | "wipes" | "openWipes" | "settleWipe"> {
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
    settleWipe: (id, state, attempts, at) =>
      faultsNamed("settling a wipe", async () => {
        const settled = { state, attempts, changed_at: String(at) };
        await db.updateTable("device_wipe").set(settled).where("id", "=", id).execute();
      }),
  };
}

function deviceOf(row: Selectable<DeviceTable>): Device {
  const { id, owner, platform, serial, encrypted, compliant, seen_at: seen } = row;
  return { id, owner, platform, serial, encrypted, compliant, seenAt: seen === null ? null : Number(seen) };
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
