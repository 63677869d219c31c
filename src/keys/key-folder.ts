import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { KeyringPlace } from "./keyring-place.ts";
import { openVault, type VaultSettings } from "./vaults/open-vault.ts";

/**
 * The keyring of a folder, under the vault that the settings name; a root key in the folder unless they are given.
 * @throws AppError `key_unavailable` when the vault is not there, or its file malformed or readable by others
 */
export async function openKeyFolder(
  dir: string,
  vault: VaultSettings = { kind: "local", rootKeyFile: undefined },
): Promise<KeyringPlace> {
  return { path: join(dir, KEYRING_FILE), vault: await openVault(vault, dir) };
}

/** What of the folder can be kept elsewhere: wrapped by the vault, or sealed under the keyring. Never the root key. */
export async function keyFilesIn(dir: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(dir)).filter((name) => name === KEYRING_FILE || name.endsWith(".sealed"));
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(dir, name), "utf8")]));
  return Object.fromEntries(files) as Record<string, string>;
}

/** What the keyring is called in the folder of the keys. */
const KEYRING_FILE = "data-keys.json";
