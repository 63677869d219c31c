import { randomBytes } from "node:crypto";
import { Client } from "pg";
import type { ScratchDatabases } from "../backup/drill.ts";
import { AppError } from "../kernel/errors.ts";
import { createBackupDatabase } from "./backup-database.ts";

/** insufficient_privilege (PostgreSQL manual, appendix A). */
const NOT_ALLOWED = "42501";

/** Databases beside the one at this address, on the same server. */
export function createScratchDatabases(url: string): ScratchDatabases {
  return {
    with: async (work) => {
      const name = `modicum_drill_${randomBytes(6).toString("hex")}`;
      await asAdmin(url, `create database ${name} template template0`);
      try {
        const scratch = new URL(`/${name}`, url);
        scratch.search = new URL(url).search;
        return await work({ url: scratch.href, database: createBackupDatabase(scratch.href) });
      } finally {
        await asAdmin(url, `drop database if exists ${name} with (force)`);
      }
    },
  };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } catch (cause) {
    if (!(cause instanceof Error) || !("code" in cause) || cause.code !== NOT_ALLOWED) throw cause;
    throw new AppError("config_invalid", "the database's user may not make a scratch database", {
      cause,
      hint: "`alter role … createdb`, so that a drill can restore beside the database and not over it",
    });
  } finally {
    await client.end();
  }
}
