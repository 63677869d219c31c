import { type Kysely, sql, type Transaction } from "kysely";
import type { DeviceChange, DeviceChanges, DeviceQuery, DeviceStore } from "../governance/devices/ports.ts";
import type { Device } from "../governance/devices/types.ts";
import type { Sealer } from "../keys/ports.ts";
import { textArray } from "./binary-array.ts";
import { createDeviceWipes } from "./device-wipe-store.ts";
import { faultsNamed } from "./fault.ts";
import type { Schema } from "./schema.ts";

/** How long events are known again: what is sent after it is older than what is known anyway. */
const EVENTS_MS = 30 * 86_400_000;

/** The inventory in `device`, wipes in `device_wipe` with their reasons sealed, events that came in `device_event`. */
export function createDeviceStore(db: Kysely<Schema>, sealer: Sealer): DeviceStore {
  return {
    find: (id) =>
      faultsNamed("reading a device", async () => {
        const { rows } = await sql<DeviceRow>`${DEVICES} where id = ${id}`.execute(db);
        return rows[0] && deviceOf(rows[0]);
      }),
    list: (query) => faultsNamed("reading devices", () => list(db, query)),
    change: (change, settle) =>
      faultsNamed("writing devices", () =>
        db.transaction().execute(async (turn) => {
          await sql`select pg_advisory_xact_lock(hashtextextended('device', 0))`.execute(turn);
          const changes = await settle(await known(turn, change));
          if (changes === null) return;
          await write(turn, changes);
          await confirm(turn, changes, change.now);
          if (change.manager !== null) await claim(turn, change.manager, changes.events, change.now);
        }),
      ),
    ...createDeviceWipes(db, sealer),
  };
}

interface DeviceRow {
  readonly id: string;
  readonly owner: string;
  readonly kind: string;
  readonly platform: string;
  readonly serial: string | null;
  readonly encrypted: boolean | null;
  readonly compliant: boolean | null;
  readonly source: string;
  /** Milliseconds since 1970, as text, as are the rest. */
  readonly seen_at: string | null;
  readonly stated_at: string | null;
  readonly changed_at: string;
  readonly wiped_at: string | null;
  readonly lost_at: string | null;
}

const DEVICES = sql`select * from (
  select device.*, (select min(asked_at) from device_wipe as wipe where wipe.device = device.id
    and wipe.state in ('requested', 'acknowledged', 'failed')) as lost_at
  from device) as known`;

/** Ordered as bytes, so that every database pages alike. */
const ORDERS = {
  id: sql`id collate "C"`,
  owner: sql`owner collate "C"`,
  seen: sql`lpad(coalesce(seen_at, 0)::text, 16, '0') collate "C"`,
};

async function list(db: Kysely<Schema>, query: DeviceQuery): Promise<readonly Device[]> {
  const { text, encrypted, compliant, lost, order, descending, after, limit } = query;
  const [key, way] = [ORDERS[order], descending ? sql`desc` : sql`asc`];
  const parts = [sql`true`];
  if (text !== undefined)
    parts.push(
      sql`position(lower(${text}) in lower(concat_ws(E'\n', id, owner, kind, platform, serial))) > 0`,
    );
  if (encrypted !== undefined) parts.push(sql`encrypted is ${SAID[encrypted]}`);
  if (compliant !== undefined) parts.push(sql`compliant is ${SAID[compliant]}`);
  if (lost !== undefined) parts.push(sql`(lost_at is not null) = ${lost}`);
  if (after !== undefined) {
    const beyond = descending ? sql`<` : sql`>`;
    parts.push(sql`(${key}, id collate "C") ${beyond} (${after[0]}, ${after[1]})`);
  }
  const { rows } = await sql<DeviceRow>`${DEVICES} where ${sql.join(parts, sql` and `)}
    order by ${key} ${way}, id collate "C" ${way} limit ${limit}`.execute(db);
  return rows.map(deviceOf);
}

const SAID = { yes: sql`true`, no: sql`false`, unknown: sql`null` } as const;

async function known(turn: Transaction<Schema>, { ids, manager, events }: DeviceChange) {
  const { rows } = await sql<DeviceRow>`${DEVICES} where id = any(${textArray(ids)}::text[])`.execute(turn);
  const before = await sql<{ id: string }>`select id from device_event
    where manager = ${manager} and id = any(${textArray(events)}::text[])`.execute(turn);
  return {
    devices: new Map(rows.map((row) => [row.id, deviceOf(row)])),
    events: new Set(before.rows.map(({ id }) => id)),
  };
}

/** In one statement for all: rows as JSON. */
async function write(turn: Transaction<Schema>, { devices }: DeviceChanges): Promise<void> {
  if (devices.length === 0) return;
  await sql`
    insert into device (id, owner, kind, platform, serial, encrypted, compliant, seen_at, stated_at, source,
      changed_at, wiped_at)
    select id, owner, kind, platform, serial, encrypted, compliant, "seenAt", "statedAt", source, "reportedAt",
      "wipedAt"
    from jsonb_to_recordset(${JSON.stringify(devices)}::jsonb) as row (id text, owner text, kind text, platform text,
      serial text, encrypted boolean, compliant boolean, "seenAt" bigint, "statedAt" bigint, source text,
      "reportedAt" bigint, "wipedAt" bigint)
    on conflict (id) do update set owner = excluded.owner, kind = excluded.kind, platform = excluded.platform,
      serial = excluded.serial, encrypted = excluded.encrypted, compliant = excluded.compliant,
      seen_at = excluded.seen_at, stated_at = excluded.stated_at, source = excluded.source,
      changed_at = excluded.changed_at, wiped_at = excluded.wiped_at`.execute(turn);
}

async function confirm(turn: Transaction<Schema>, { wiped }: DeviceChanges, now: number): Promise<void> {
  if (wiped.length === 0) return;
  await sql`update device_wipe set state = 'confirmed', changed_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(wiped)}::jsonb) as row ("deviceId" text, at bigint)
    where device = row."deviceId" and asked_at <= row.at
      and state in ('requested', 'acknowledged', 'failed')`.execute(turn);
}

async function claim(
  turn: Transaction<Schema>,
  manager: string,
  events: readonly string[],
  now: number,
): Promise<void> {
  await sql`delete from device_event where came_at < ${now - EVENTS_MS}`.execute(turn);
  await sql`insert into device_event (manager, id, came_at)
    select ${manager}, id, ${now} from unnest(${textArray(events)}::text[]) as id
    on conflict do nothing`.execute(turn);
}

function deviceOf(row: DeviceRow): Device {
  const { id, owner, kind, platform, serial, encrypted, compliant, source } = row;
  return {
    id,
    owner,
    kind,
    platform,
    serial,
    encrypted,
    compliant,
    source,
    seenAt: timeOf(row.seen_at),
    statedAt: timeOf(row.stated_at),
    reportedAt: Number(row.changed_at),
    wipedAt: timeOf(row.wiped_at),
    lostAt: timeOf(row.lost_at),
  };
}

function timeOf(text: string | null): number | null {
  return text === null ? null : Number(text);
}
