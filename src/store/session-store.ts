import { type Kysely, type Selectable, sql } from "kysely";
import type { Session, SessionStore } from "../identity/sessions/ports.ts";
import { faultsNamed } from "./fault.ts";
import type { Schema, SessionTable } from "./schema.ts";

/** Sessions in the table `session`. */
export function createSessionStore(db: Kysely<Schema>): SessionStore {
  return {
    async add(session) {
      await faultsNamed("signing in", () => db.insertInto("session").values(rowOf(session)).execute());
    },
    find: (id) =>
      faultsNamed("reading the session", async () => {
        const row = await db
          .selectFrom("session")
          .selectAll()
          .where("id", "=", bytesOf(id))
          .executeTakeFirst();
        return row && sessionOf(row);
      }),
    ofPerson: (personId) =>
      faultsNamed("reading the sessions", async () => {
        const rows = await db
          .selectFrom("session")
          .selectAll()
          .where("person_id", "=", personId)
          .orderBy("seen_at", "desc")
          .orderBy("id")
          .execute();
        return rows.map(sessionOf);
      }),
    async touch(id, at) {
      await faultsNamed("using the session", () =>
        db
          .updateTable("session")
          .set({ seen_at: sql<string>`greatest(seen_at, ${at})` })
          .where("id", "=", bytesOf(id))
          .execute(),
      );
    },
    async revoke(id, at) {
      await faultsNamed("signing out", () =>
        db
          .updateTable("session")
          .set({ revoked_at: String(at) })
          .where("id", "=", bytesOf(id))
          .where("revoked_at", "is", null)
          .execute(),
      );
    },
    async forget(endedBefore) {
      await faultsNamed("forgetting sessions", () =>
        db.deleteFrom("session").where("ends_at", "<", String(endedBefore)).execute(),
      );
    },
  };
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id, "hex");
}

function rowOf(session: Session): SessionTable {
  return {
    id: bytesOf(session.id),
    person_id: session.personId,
    method: session.method,
    made_at: String(session.madeAt),
    seen_at: String(session.seenAt),
    ends_at: String(session.endsAt),
    revoked_at: session.revokedAt === null ? null : String(session.revokedAt),
  };
}

function sessionOf(row: Selectable<SessionTable>): Session {
  return {
    id: row.id.toString("hex"),
    personId: row.person_id,
    method: row.method,
    madeAt: Number(row.made_at),
    seenAt: Number(row.seen_at),
    endsAt: Number(row.ends_at),
    revokedAt: row.revoked_at === null ? null : Number(row.revoked_at),
  };
}
