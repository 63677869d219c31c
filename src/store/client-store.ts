import { type Insertable, type Kysely, type Selectable, sql } from "kysely";
import type { Client, ClientStore } from "../identity/clients/ports.ts";
import { faultsNamed } from "./fault.ts";
import type { ClientTable, Schema } from "./schema.ts";

/** Registrations in the table `client`. */
export function createClientStore(db: Kysely<Schema>): ClientStore {
  return {
    find: (id) =>
      faultsNamed("reading the registration", async () => {
        const row = await db.selectFrom("client").selectAll().where("id", "=", id).executeTakeFirst();
        return row && clientOf(row);
      }),
    list: ({ after, limit }) =>
      faultsNamed("reading the registrations", async () => {
        let rows = db
          .selectFrom("client")
          .selectAll()
          .orderBy(sql`id collate "C"`)
          .limit(limit);
        if (after !== undefined) rows = rows.where(sql<boolean>`id collate "C" > ${after}`);
        return (await rows.execute()).map(clientOf);
      }),
    add: (client) =>
      faultsNamed("registering the app", async () => {
        const added = await db
          .insertInto("client")
          .values(rowOf(client, 1))
          .onConflict((conflict) => conflict.column("id").doNothing())
          .executeTakeFirst();
        return added.numInsertedOrUpdatedRows === 1n;
      }),
    change: (client, version) =>
      faultsNamed("changing the registration", async () => {
        const changed = await db
          .updateTable("client")
          .set(rowOf(client, version + 1))
          .where("id", "=", client.id)
          .where("version", "=", version)
          .executeTakeFirst();
        return changed.numUpdatedRows === 1n;
      }),
  };
}

function rowOf(client: Client, version: number): Insertable<ClientTable> {
  return {
    id: client.id,
    title: client.title,
    kind: client.kind,
    owner: client.owner,
    acts_as: client.actsAs,
    issuer: client.issuer,
    system: client.system,
    channels: [...client.channels],
    purposes: [...client.purposes],
    discloses: client.discloses && JSON.stringify(client.discloses),
    scopes: client.scopes && [...client.scopes],
    authentication: JSON.stringify(client.authentication),
    ends_at: String(client.endsAt),
    disabled_at: client.disabledAt === null ? null : String(client.disabledAt),
    version,
    asserts_device: client.assertsDevice,
  };
}

function clientOf(row: Selectable<ClientTable>): Client {
  return {
    id: row.id,
    title: row.title,
    kind: row.kind,
    owner: row.owner,
    actsAs: row.acts_as,
    issuer: row.issuer,
    system: row.system,
    channels: row.channels,
    purposes: row.purposes,
    discloses: row.discloses,
    scopes: row.scopes,
    authentication: row.authentication,
    endsAt: Number(row.ends_at),
    disabledAt: row.disabled_at === null ? null : Number(row.disabled_at),
    version: row.version,
    assertsDevice: row.asserts_device,
  };
}
