import { join } from "node:path";
import { nextEntryId } from "../audit/entry-id.ts";
import type { Config } from "../config.ts";
import { refuseDemoSecrets } from "../keys/insecure/demo-signing-key.ts";
import { openKeyFolder } from "../keys/key-folder.ts";
import { type Keyring, openKeyring } from "../keys/keyring.ts";
import type { RecordSealer } from "../keys/ports.ts";
import { createRecordSealer } from "../keys/record-sealer.ts";
import type { Clock } from "../kernel/clock.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { checkKeys } from "../store/key-check.ts";
import { migrate } from "../store/migrate.ts";
import { createPatientKeyStore } from "../store/patient-key-store.ts";

/** Where the keys of a data folder lie. */
export function keysDirOf(dataDir: string): string {
  return join(dataDir, "keys");
}

/** The keys and the database, migrated. */
export async function openStorage(
  config: Config,
  clock: Clock,
  closers: (() => Promise<void>)[],
): Promise<{ readonly database: Database; readonly sealer: RecordSealer; readonly keyring: Keyring }> {
  const keysDir = keysDirOf(config.dataDir);
  if (config.mode === "production") await refuseDemoSecrets(keysDir);
  const keyring = await openKeys(config, clock);
  const database = await openDatabase({ ...config, archives: config.backup.moments });
  closers.push(() => database.close());
  await migrate(database.kysely);
  const sealer = createRecordSealer(keyring, createPatientKeyStore(database.kysely));
  await checkKeys(database.kysely, sealer);
  return { database, sealer, keyring };
}

async function openKeys({ dataDir, keyVault }: Config, clock: Clock): Promise<Keyring> {
  const place = await openKeyFolder(keysDirOf(dataDir), keyVault);
  return openKeyring({ ...place, now: () => clock.now(), newId: () => nextEntryId(clock) });
}
