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
  return { path: join(dir, "data-keys.json"), vault: await openVault(vault, dir) };
}
