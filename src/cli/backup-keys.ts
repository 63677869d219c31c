/** Keys for a restore: those beside the backups, opened with the root key. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { findKeyPack, replaceKeys } from "../backup/key-pack.ts";
import type { BackupTarget } from "../backup/ports.ts";
import type { SealedFile } from "../backup/sealed-file.ts";
import { readConfig } from "../config.ts";
import { AppError } from "../kernel/errors.ts";
import { openKeyFolder } from "../keys/key-folder.ts";
import { createKeyWrapper } from "../keys/key-wrapper.ts";
import { type Keyring, openKeyring } from "../keys/keyring.ts";
import type { KeyWrapper } from "../keys/ports.ts";
import { createPrivateFile } from "../keys/private-file.ts";
import type { VaultSettings } from "../keys/vaults/open-vault.ts";
import { openDatabase } from "../store/database.ts";
import { createPatientKeyStore } from "../store/patient-key-store.ts";
import { tell } from "./output.ts";

export interface KeyOptions {
  readonly keys: string;
  readonly rootKey?: string;
}

/** What opens the backups of a place. */
export interface OpenedKeys {
  readonly target: BackupTarget;
  readonly pack: SealedFile;
  readonly keyring: Keyring;
  /** Of the keyring's `backup` key. */
  readonly wrapper: KeyWrapper;
  readonly keysDir: string;
}

/** Brings the files of the keys from beside the backups where they are missing. @throws AppError `key_unavailable` */
export async function openKeysBeside(target: BackupTarget, options: KeyOptions): Promise<OpenedKeys> {
  const pack = await findKeyPack(target);
  const keysDir = resolve(options.keys);
  for (const [name, text] of Object.entries(pack.header.keyFiles))
    if (await createPrivateFile(`${keysDir}/${name}`, text))
      tell(`\`${name}\` was brought from beside the backups`);
  const keyring = await openKeysIn(keysDir, options.rootKey);
  return { target, pack, keyring, wrapper: createKeyWrapper(keyring, "backup"), keysDir };
}

/** The keyring of a folder, under the root key beside it, or the vault that the environment names. */
export async function openKeysIn(keysDir: string, rootKey: string | undefined): Promise<Keyring> {
  return openKeyring(await openKeyFolder(keysDir, await vaultFor(keysDir, rootKey)));
}

/** Brings the keys of patients into a restored database; returns how many the pack holds. */
export async function bringKeys(
  databaseUrl: string,
  pack: SealedFile,
  wrapper: KeyWrapper,
  inForce: string,
): Promise<number> {
  const database = await openDatabase({ dataDir: "", databaseUrl, poolSize: 2 });
  try {
    return await replaceKeys(pack, wrapper, createPatientKeyStore(database.kysely), inForce);
  } finally {
    await database.close();
  }
}

/** The vault that the environment names, as for the server; else a file. */
async function vaultFor(keysDir: string, rootKey: string | undefined): Promise<VaultSettings> {
  if (rootKey !== undefined) return { kind: "local", rootKeyFile: resolve(rootKey) };
  if (process.env["MODICUM_KEY_VAULT"]) return readConfig(process.env, process.cwd()).keyVault;
  await readFile(`${keysDir}/root.key`).catch(rootKeyMissing);
  return { kind: "local", rootKeyFile: undefined };
}

function rootKeyMissing(): never {
  throw new AppError("key_unavailable", "there is no root key beside the keys", {
    hint: "bring `root.key` there, or name it with --root-key: nothing opens without it",
  });
}
