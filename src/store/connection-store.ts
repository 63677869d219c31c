import { CompiledQuery, type Kysely, type Selectable, sql } from "kysely";
import type { Connection, ConnectionStore } from "../identity/clients/ports.ts";
import { askedTogether } from "../kernel/asked-together.ts";
import { faultsNamed } from "./fault.ts";
import type { ConnectedAppTable, Schema } from "./schema.ts";

/** Ready made, since every request asks it. */
const REVOKED = "select id from revoked_token where id = any($1::text[])";

/** Connected apps in the table `connected_app`, tokens taken back in `revoked_token`. */
export function createConnectionStore(db: Kysely<Schema>): ConnectionStore {
  const takenBack = askedTogether((ids: readonly string[]) =>
    faultsNamed("reading the tokens taken back", async () => {
      const { rows } = await db.executeQuery<{ id: string }>(CompiledQuery.raw(REVOKED, [ids]));
      return new Map(rows.map(({ id }) => [id, true]));
    }),
  );
  return {
    ofPerson: (personId) =>
      faultsNamed("reading the connected apps", async () => {
        const rows = await db
          .selectFrom("connected_app")
          .selectAll()
          .where("person_id", "=", personId)
          .orderBy("used_at", "desc")
          .orderBy("client_id")
          .execute();
        return rows.map(connectionOf);
      }),
    find: (personId, clientId) =>
      faultsNamed("reading the connected app", async () => {
        const row = await db
          .selectFrom("connected_app")
          .selectAll()
          .where("person_id", "=", personId)
          .where("client_id", "=", clientId)
          .executeTakeFirst();
        return row && connectionOf(row);
      }),
    use: (connection) => faultsNamed("noting the use of an app", () => use(db, connection)),
    revoke: (personId, clientId, at) =>
      faultsNamed("disconnecting the app", async () => {
        const revoked = await db
          .updateTable("connected_app")
          .set({ revoked_at: sql<string>`greatest(revoked_at, ${at})` })
          .where("person_id", "=", personId)
          .where("client_id", "=", clientId)
          .executeTakeFirst();
        return revoked.numUpdatedRows === 1n;
      }),
    revokeToken: (tokenId, until, now) =>
      faultsNamed("taking back the token", async () => {
        await db.deleteFrom("revoked_token").where("until", "<", String(now)).execute();
        const added = await db
          .insertInto("revoked_token")
          .values({ id: tokenId, until: String(until) })
          .onConflict((conflict) => conflict.column("id").doNothing())
          .executeTakeFirst();
        return added.numInsertedOrUpdatedRows === 1n;
      }),
    isRevoked: async (tokenIds) => (await Promise.all(tokenIds.map(takenBack))).includes(true),
  };
}

async function use(db: Kysely<Schema>, connection: Parameters<ConnectionStore["use"]>[0]): Promise<void> {
  const at = String(connection.usedAt);
  const presented = {
    scopes: connection.scopes && [...connection.scopes],
    purpose: connection.purpose,
  };
  await db
    .insertInto("connected_app")
    .values({
      person_id: connection.personId,
      client_id: connection.clientId,
      since: at,
      used_at: at,
      ...presented,
      revoked_at: null,
    })
    .onConflict((conflict) =>
      conflict.columns(["person_id", "client_id"]).doUpdateSet({
        ...presented,
        used_at: sql<string>`greatest(connected_app.used_at, excluded.used_at)`,
      }),
    )
    .execute();
}

function connectionOf(row: Selectable<ConnectedAppTable>): Connection {
  return {
    personId: row.person_id,
    clientId: row.client_id,
    since: Number(row.since),
    usedAt: Number(row.used_at),
    scopes: row.scopes,
    purpose: row.purpose,
    revokedAt: row.revoked_at === null ? null : Number(row.revoked_at),
  };
}
