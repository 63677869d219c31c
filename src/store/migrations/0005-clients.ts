import { type Kysely, type Migration, sql } from "kysely";

/** Registrations of apps and programs, who uses which, and tokens that are believed no more. */
export const clients: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of CLIENTS) await sql.raw(statement).execute(db);
  },
};

const CLIENTS = [
  `create table client (
    id text primary key check (id <> ''),
    title text not null check (title <> ''),
    kind text not null check (kind in ('app', 'service', 'agent', 'enforcement-point')),
    owner text not null references person,
    acts_as text references person,
    issuer text,
    system text,
    channels text[] not null,
    purposes text[] not null,
    -- Recipient class, id, and whether verified; null: it uses, inside the organization.
    discloses jsonb,
    -- Null: its tokens' scopes are not limited.
    scopes text[],
    -- A digest or public keys: a copy of this table authenticates nobody.
    authentication jsonb not null,
    -- 45 CFR 164.308(a)(4): every registration has an end.
    ends_at bigint not null,
    disabled_at bigint,
    version integer not null check (version >= 1)
  )`,
  `create table connected_app (
    person_id text not null references person,
    -- As the token names it: an app need not be registered.
    client_id text not null,
    since bigint not null,
    used_at bigint not null check (used_at >= since),
    scopes text[],
    purpose text,
    revoked_at bigint,
    primary key (person_id, client_id)
  )`,
  `create table revoked_token (
    id text primary key,
    -- When it has ended anyway.
    until bigint not null
  )`,
  "create index revoked_token_by_end on revoked_token (until)",
  "create index session_by_person on session (person_id)",
];
