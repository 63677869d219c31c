import { type Kysely, type Migration, sql } from "kysely";

/** Who said what of a device and when, events of device managers, what became of wipes, clients that name devices. */
export const deviceReports: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `alter table device
    add column kind text not null default '',
    -- Milliseconds since 1970, as are the times below; null: not said since when it holds.
    add column stated_at bigint,
    -- A file, or the id of a device manager.
    add column source text not null default 'inventory',
    add column wiped_at bigint`,
  "update device set stated_at = seen_at",
  "alter table device alter column kind drop default, alter column source drop default",
  `create table device_event (
    manager text not null check (manager <> ''),
    id text not null check (id <> ''),
    came_at bigint not null,
    primary key (manager, id)
  )`,
  "create index device_event_by_time on device_event (came_at)",
  "alter table device_wipe drop constraint device_wipe_state_check",
  `alter table device_wipe add constraint device_wipe_state_check
    check (state in ('requested', 'acknowledged', 'confirmed', 'failed', 'withdrawn'))`,
  `create index device_wipe_unconfirmed on device_wipe (device)
    where state in ('requested', 'acknowledged', 'failed')`,
  "alter table client add column asserts_device boolean not null default false",
  "alter table client alter column asserts_device drop default",
];
