import type { Insertable, Kysely, Selectable } from "kysely";
import type { InventoryStore } from "../governance/inventory/ports.ts";
import type { ProtectionStatement, StatedSystem } from "../governance/inventory/types.ts";
import { faultsNamed } from "./fault.ts";
import type { InventorySystemTable, Schema } from "./schema.ts";

/** The register of systems in `inventory_system`. */
export function createInventoryStore(db: Kysely<Schema>): InventoryStore {
  return {
    find: (id) =>
      faultsNamed("reading a system", async () => {
        const found = db.selectFrom("inventory_system").selectAll().where("id", "=", id);
        const row = await found.executeTakeFirst();
        return row && systemOf(row);
      }),
    list: () =>
      faultsNamed("reading the systems", async () => {
        const rows = await db.selectFrom("inventory_system").selectAll().orderBy("id").execute();
        return rows.map(systemOf);
      }),
    add: (system) =>
      faultsNamed("adding a system", async () => {
        const { numInsertedOrUpdatedRows } = await db
          .insertInto("inventory_system")
          .values({ ...rowOf(system), version: 1 })
          .onConflict((conflict) => conflict.column("id").doNothing())
          .executeTakeFirstOrThrow();
        return numInsertedOrUpdatedRows === 1n;
      }),
    change: (system, version) =>
      faultsNamed("changing a system", async () => {
        const { numUpdatedRows } = await db
          .updateTable("inventory_system")
          .set({ ...rowOf(system), version: version + 1 })
          .where("id", "=", system.id)
          .where("version", "=", version)
          .executeTakeFirstOrThrow();
        return numUpdatedRows === 1n;
      }),
  };
}

function rowOf(system: StatedSystem): Omit<Insertable<InventorySystemTable>, "version"> {
  const { id, name, kind, standing, owner, location, vendor, retention } = system;
  return {
    id,
    name,
    kind,
    standing,
    owner,
    location,
    vendor,
    retention,
    categories: [...system.categories],
    recipients: [...system.recipients],
    in_transit: jsonOf(system.inTransit),
    at_rest: jsonOf(system.atRest),
    added_by: system.addedBy,
    added_at: String(system.addedAt),
    changed_by: system.changedBy,
    changed_at: String(system.changedAt),
    confirmed_by: system.confirmedBy,
    confirmed_at: String(system.confirmedAt),
  };
}

function jsonOf(said: ProtectionStatement | null): string | null {
  return said === null ? null : JSON.stringify(said);
}

function systemOf(row: Selectable<InventorySystemTable>): StatedSystem {
  const { id, name, kind, standing, owner, location, categories, recipients, vendor, retention } = row;
  return {
    id,
    name,
    kind,
    standing,
    owner,
    location,
    categories,
    recipients,
    vendor,
    retention,
    inTransit: row.in_transit,
    atRest: row.at_rest,
    addedBy: row.added_by,
    addedAt: Number(row.added_at),
    changedBy: row.changed_by,
    changedAt: Number(row.changed_at),
    confirmedBy: row.confirmed_by,
    confirmedAt: Number(row.confirmed_at),
    version: row.version,
  };
}
