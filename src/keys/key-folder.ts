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

/** What the keyring is called in the folder of the keys. */
export const KEYRING_FILE = "data-keys.json";
