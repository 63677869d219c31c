import { join } from "node:path";
import type { Config } from "../config.ts";
import { refuseDemoSecrets } from "../keys/insecure/demo-signing-key.ts";
import { openLocalSealer } from "../keys/local-sealer.ts";
import type { Sealer } from "../keys/ports.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { checkKeys } from "../store/key-check.ts";
import { migrate } from "../store/migrate.ts";

/** Where the keys of a data folder lie. */
export function keysDirOf(dataDir: string): string {
  return join(dataDir, "keys");
}

/** The keys and the database, migrated. */
export async function openStorage(
  config: Config,
  closers: (() => Promise<void>)[],
): Promise<{ readonly database: Database; readonly sealer: Sealer }> {
  const keysDir = keysDirOf(config.dataDir);
  if (config.mode === "production") await refuseDemoSecrets(keysDir);
  const rootKeyFile = config.production?.rootKeyFile;
  const sealer = await openLocalSealer(keysDir, rootKeyFile === undefined ? {} : { rootKeyFile });
  const database = await openDatabase(config);
  closers.push(() => database.close());
  await migrate(database.kysely);
  await checkKeys(database.kysely, sealer);
  return { database, sealer };
}
