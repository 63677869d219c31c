/** Restores to a moment between backups, and checks of databases that were restored by other means. */
import { join, resolve } from "node:path";
import { checkTree } from "../audit/tree/check-tree.ts";
import { headOf } from "../audit/tree/head.ts";
import { restoreCold } from "../backup/cold-copies.ts";
import { restoreMoment } from "../backup/moments/restore-moment.ts";
import { AppError } from "../kernel/errors.ts";
import { createKeyWrapper } from "../keys/key-wrapper.ts";
import type { Keyring } from "../keys/keyring.ts";
import { createRecordSealer } from "../keys/record-sealer.ts";
import { openRecordSigningKey } from "../keys/record-signing-key.ts";
import { createDuck } from "../store/cold/duck.ts";
import { openDatabase } from "../store/database.ts";
import { recoverCluster } from "../store/embedded/recovery.ts";
import { createPatientKeyStore } from "../store/patient-key-store.ts";
import { createRecordStore } from "../store/record-store.ts";
import { bringKeys, type KeyOptions, type OpenedKeys, openKeysIn } from "./backup-keys.ts";
import { type OutputFormat, print, tell } from "./output.ts";

interface MomentOptions extends KeyOptions {
  readonly to: string;
  readonly data: string;
  readonly cold?: string;
  readonly output: OutputFormat;
}

/** What of a drill is asked of a database that somebody else restored. */
export interface CheckOptions extends Partial<KeyOptions> {
  readonly url?: string;
  readonly cold?: string;
}

export interface CheckedRecord {
  readonly size: number;
  /** Hex. */
  readonly root: string;
  /** Of the newest checkpoint, milliseconds since 1970. */
  readonly signedAt: number;
}

/** `modicum backup restore --to`: a data folder as it was at a moment. @throws AppError as `restoreMoment`, `usage` */
export async function restoreTo(opened: OpenedKeys, options: MomentOptions): Promise<void> {
  const { target, wrapper, pack, keyring, keysDir } = opened;
  const moment = Date.parse(options.to);
  if (Number.isNaN(moment)) throw new AppError("usage", `\`${options.to}\` is no time`);
  if (options.cold !== undefined)
    tell(`${await restoreCold(target, wrapper, resolve(options.cold))} files of cold history`);
  tell(`restoring to ${new Date(moment).toISOString()}`);
  const parts = { target, wrapper, recover: recoverCluster };
  const restored = await restoreMoment(parts, moment, resolve(options.data));
  try {
    const keys = await bringKeys(restored.url, pack, wrapper, createKeyWrapper(keyring).active());
    const checked = await recordIn(restored.url, keyring, keysDir, options.cold);
    const { size, root } = checked;
    const signedAt = new Date(checked.signedAt).toISOString();
    const said = { base: restored.baseId, size, root, signedAt, patientKeys: keys };
    print(
      options.output,
      ["base copy", "entries", "tree", "signed"],
      [[said.base, size, root, signedAt]],
      said,
    );
    tell(`the record is whole up to its checkpoint of ${signedAt}; keys of ${keys} patients`);
    tell(`start with MODICUM_DATA=${resolve(options.data)}, its keys in \`keys\` there`);
  } finally {
    await restored.stop();
  }
}

/** Works the record's tree out in a restored database, wherever it runs. @throws AppError `record_unavailable`, `usage` */
export async function checkRestored({ url, keys, rootKey, cold }: CheckOptions): Promise<CheckedRecord> {
  if (url === undefined || keys === undefined)
    throw new AppError(
      "usage",
      "give the folder of the keys with `--keys`: the record is checked with its public key",
    );
  const keysDir = resolve(keys);
  return recordIn(url, await openKeysIn(keysDir, rootKey), keysDir, cold);
}

async function recordIn(
  databaseUrl: string,
  keyring: Keyring,
  keysDir: string,
  cold: string | undefined,
): Promise<CheckedRecord> {
  const database = await openDatabase({ dataDir: "", databaseUrl, poolSize: 2 });
  const duck = cold === undefined ? undefined : createDuck(join(resolve(cold), "scratch"));
  try {
    const sealer = createRecordSealer(keyring, createPatientKeyStore(database.kysely));
    const { publicKey } = await openRecordSigningKey(keysDir, sealer, process.env["MODICUM_RECORD_KEY_FILE"]);
    const files = duck === undefined || cold === undefined ? undefined : { duck, folder: resolve(cold) };
    const store = createRecordStore(database.kysely, files);
    const { origin } = await store.tree(UNBEGUN);
    const { size, root } = await checkTree(store, origin, publicKey);
    const { signedAt } = headOf(await store.tree(origin), publicKey);
    return { size, root: Buffer.from(root).toString("hex"), signedAt };
  } finally {
    await duck?.close();
    await database.close();
  }
}

/** What a record is called that was not begun; a restored one keeps its own name. */
const UNBEGUN = "modicum/restored";
