import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { KeyringPlace } from "./keyring-place.ts";
import { openLocalVault } from "./vaults/local-vault.ts";

/**
 * The keyring of a folder whose root key lies in a file.
 * @throws AppError `key_unavailable` when the root key is missing, malformed or readable by others
 */
export async function openKeyFolder(
  dir: string,
  { rootKeyFile }: { readonly rootKeyFile?: string } = {},
): Promise<KeyringPlace> {
  const vault = await openLocalVault(rootKeyFile ?? join(dir, "root.key"), {
    mayCreate: rootKeyFile === undefined,
  });
  return { path: join(dir, KEYRING_FILE), vault };
}

/** What of the folder can be kept elsewhere: wrapped by the vault, or sealed under the keyring. Never the root key. */
export async function keyFilesIn(dir: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(dir)).filter((name) => name === KEYRING_FILE || name.endsWith(".sealed"));
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(dir, name), "utf8")]));
  return Object.fromEntries(files) as Record<string, string>;
}

/** What the keyring is called in the folder of the keys. */
export const KEYRING_FILE = "data-keys.json";
