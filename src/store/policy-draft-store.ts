import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { DraftQuery, DraftStore } from "../policy/drafts/ports.ts";
import type { Draft, DraftHead, DraftSummary, DraftVersion, PolicySnapshot } from "../policy/drafts/types.ts";
import { faultsNamed } from "./fault.ts";
import type { PolicyDraftTable, PolicyDraftVersionTable, Schema } from "./schema.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Drafts of the policy in tables that only grow. */
export function createPolicyDraftStore(db: Kysely<Schema>): DraftStore {
  return {
    start: (head, first, base) =>
      faultsNamed("writing the draft", () =>
        db.transaction().execute(async (transaction) => {
          await keepSnapshot(transaction, base);
          await transaction.insertInto("policy_draft").values(headRow(head)).execute();
          await insertVersion(transaction, head.id, first);
        }),
      ),
    append: (draftId, version, base) =>
      faultsNamed("writing the draft", () =>
        db.transaction().execute(async (transaction) => {
          if (base !== undefined) await keepSnapshot(transaction, base);
          return insertVersion(transaction, draftId, version);
        }),
      ),
    find: (draftId) => faultsNamed("reading the draft", () => find(db, draftId)),
    list: (query) => faultsNamed("reading the drafts", () => list(db, query)),
    snapshot: (digest) => faultsNamed("reading the policy of a draft", () => snapshot(db, digest)),
  };
}

async function keepSnapshot(
  db: Transaction<Schema>,
  { digest, policyHash, files }: PolicySnapshot,
): Promise<void> {
  const row = { digest, policy_hash: policyHash, files: JSON.stringify(files) };
  await db
    .insertInto("policy_source")
    .values(row)
    .onConflict((conflict) => conflict.column("digest").doNothing())
    .execute();
}

/** Of two that come at once the second waits for the first, and then finds its number taken. */
async function insertVersion(
  db: Transaction<Schema>,
  draftId: string,
  version: DraftVersion,
): Promise<boolean> {
  const { n, author, at, act, base, files, policyHash, changes } = version;
  const texts = JSON.stringify(Object.fromEntries(files.map(({ path, text }) => [path, text])));
  const row = { draft: draftId, n, author, at: new Date(at), act, base, files: texts };
  const { numInsertedOrUpdatedRows: count } = await db
    .insertInto("policy_draft_version")
    .values({ ...row, policy_hash: policyHash, changes: [...changes] })
    .onConflict((conflict) => conflict.columns(["draft", "n"]).doNothing())
    .executeTakeFirstOrThrow();
  return count === 1n;
}

async function find(db: Kysely<Schema>, draftId: string): Promise<Draft | undefined> {
  if (!UUID.test(draftId)) return undefined;
  const row = await db.selectFrom("policy_draft").selectAll().where("id", "=", draftId).executeTakeFirst();
  if (row === undefined) return undefined;
  const rows = await db
    .selectFrom("policy_draft_version")
    .selectAll()
    .where("draft", "=", draftId)
    .orderBy("n")
    .execute();
  const [first, ...rest] = rows.map(versionOf);
  return first && { ...headOf(row), versions: [first, ...rest] };
}

async function list(
  db: Kysely<Schema>,
  { status, after, limit }: DraftQuery,
): Promise<readonly DraftSummary[]> {
  if (after !== undefined && !UUID.test(after)) return [];
  const latest = db
    .selectFrom("policy_draft_version")
    .select(["draft", "n", "author as by", "at", "act", "base", "policy_hash", "changes"])
    .distinctOn("draft")
    .orderBy("draft")
    .orderBy("n", "desc")
    .as("latest");
  let rows = db
    .selectFrom("policy_draft as head")
    .innerJoin(latest, "latest.draft", "head.id")
    .selectAll()
    .orderBy("head.id", "desc")
    .limit(limit);
  if (after !== undefined) rows = rows.where("head.id", "<", after);
  if (status !== undefined) rows = rows.where(sql<boolean>`(act = 'discard') = ${status === "discarded"}`);
  return (await rows.execute()).map((row) => ({
    ...headOf(row),
    latest: latestOf({ ...row, author: row.by }),
  }));
}

async function snapshot(db: Kysely<Schema>, digest: string): Promise<PolicySnapshot | undefined> {
  const row = await db
    .selectFrom("policy_source")
    .selectAll()
    .where("digest", "=", digest)
    .executeTakeFirst();
  return row && { digest: row.digest, policyHash: row.policy_hash, files: row.files };
}

function headRow({ id, title, author, createdAt }: DraftHead): PolicyDraftTable {
  return { id, title, author, created_at: new Date(createdAt) };
}

function headOf({ id, title, author, created_at: createdAt }: PolicyDraftTable): DraftHead {
  return { id, title, author, createdAt: createdAt.getTime() };
}

function versionOf(row: Selectable<PolicyDraftVersionTable>): DraftVersion {
  return { ...latestOf(row), files: Object.entries(row.files).map(([path, text]) => ({ path, text })) };
}

function latestOf(row: Omit<Selectable<PolicyDraftVersionTable>, "files" | "draft">): DraftSummary["latest"] {
  const { n, author, at, act, base, policy_hash: policyHash, changes } = row;
  return { n, author, at: at.getTime(), act: act as DraftVersion["act"], base, policyHash, changes };
}
