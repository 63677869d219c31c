import { type Kysely, sql } from "kysely";
import type { KeyDesk } from "../../api/keys/ports.ts";
import { type Config, isLoopback } from "../../config.ts";
import type { KnownLine } from "../../governance/inventory/protection.ts";
import type { Schema } from "../../store/schema.ts";
import { sealedLines } from "./sealed-lines.ts";
import { configuredWays, way } from "./ways.ts";

export interface ProtectionParts {
  readonly config: Config;
  readonly database: { readonly kysely: Kysely<Schema>; readonly kind: "embedded" | "external" };
  readonly keys: Pick<KeyDesk, "overview">;
}

/** How each way out of the process and each store of its own is protected, and where that is known from. */
export async function protectionLines(parts: ProtectionParts): Promise<readonly KnownLine[]> {
  const { config, database, keys } = parts;
  return [...configuredWays(config), await databaseWay(database), ...(await sealedLines(keys))];
}

/** Asked of PostgreSQL itself, of the very session that asks. */
async function databaseWay({ kysely, kind }: ProtectionParts["database"]): Promise<KnownLine> {
  const [id, what] = ["database", "Modicum to the database"];
  const { rows } = await sql<{
    readonly ssl: boolean;
    readonly version: string | null;
    readonly remote: string | null;
  }>`
    select ssl, version, host(inet_server_addr()) as remote
    from pg_stat_ssl where pid = pg_backend_pid()`
    .execute(kysely)
    .catch(() => ({ rows: [] }));
  const [session] = rows;
  if (session === undefined)
    return way(id, what, { state: "unknown", basis: "unknown", detail: "The database does not say." });
  if (session.ssl)
    return way(id, what, {
      state: "encrypted",
      basis: "measured",
      detail: `${session.version ?? "TLS"}, as the server says of this session.`,
    });
  const isHere = kind === "embedded" || session.remote === null || isLoopback(session.remote);
  return isHere
    ? way(id, what, { state: "local", basis: "measured", detail: "The session does not leave this machine." })
    : way(id, what, {
        state: "plain",
        basis: "measured",
        detail: "The session is not encrypted: add `sslmode=verify-full` to DATABASE_URL.",
      });
}
