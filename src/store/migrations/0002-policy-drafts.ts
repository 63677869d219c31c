import { type Kysely, type Migration, sql } from "kysely";

/** Drafts of the policy, and the policies they were drafted on. Nothing here is ever changed, only added to. */
export const policyDrafts: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [
      ...TABLES,
      ...["policy_source", "policy_draft", "policy_draft_version"].flatMap(guard),
    ])
      await sql.raw(statement).execute(db);
  },
};

// 45 CFR 164.316(b)(2)(i), 164.530(i)–(j): who proposed which change, and when, stays as it was.
const TABLES = [
  `create table policy_source (
    -- SHA-256 over paths and texts, hex; the policy's own hash says what it means, not how it is written.
    digest text primary key check (digest ~ '^[0-9a-f]{64}$'),
    policy_hash text not null,
    files jsonb not null
  )`,
  `create table policy_draft (
    id uuid primary key,
    title text not null check (title <> ''),
    author text not null,
    created_at timestamptz not null
  )`,
  `create table policy_draft_version (
    draft uuid not null references policy_draft,
    n integer not null check (n >= 1),
    author text not null,
    at timestamptz not null,
    act text not null check (act in ('start', 'edit', 'rebase', 'discard')),
    base text not null references policy_source,
    -- Path to text, or to null for a file taken out.
    files jsonb not null,
    -- Null when it does not compile.
    policy_hash text,
    changes text[] not null,
    -- Of two edits made on one version the second finds its number taken.
    primary key (draft, n)
  )`,
];

function guard(table: string): readonly string[] {
  return [
    `create trigger ${table}_append_only before update or delete on ${table}
      for each row execute function refuse_change()`,
    `create trigger ${table}_no_truncate before truncate on ${table}
      for each statement execute function refuse_change()`,
  ];
}
