import { join } from "node:path";
import { type KmsSettings, kmsVault } from "./aws-kms.ts";
import { openLocalVault } from "./local-vault.ts";
import type { KeyVault } from "./ports.ts";
import type { Pkcs11Settings } from "./pkcs11-vault.ts";
import { type TransitSettings, transitVault } from "./vault-transit.ts";

/** Which vault holds the root key, and how it is reached. */
export type VaultSettings =
  /** Without `rootKeyFile` the file is made in the folder of the keys; with it, it has to be brought. */
  | { readonly kind: "local"; readonly rootKeyFile: string | undefined }
  | ({ readonly kind: "pkcs11" } & Pkcs11Settings)
  | ({ readonly kind: "aws-kms" } & KmsSettings)
  | ({ readonly kind: "vault-transit" } & TransitSettings);

/**
 * Opens the vault that the settings name.
 * @throws AppError `key_unavailable` or `config_invalid`, with what to do
 */
export async function openVault(settings: VaultSettings, keysDir: string): Promise<KeyVault> {
  switch (settings.kind) {
    case "local":
      return openLocalVault(settings.rootKeyFile ?? join(keysDir, "root.key"), {
        mayCreate: settings.rootKeyFile === undefined,
      });
    case "pkcs11":
      return (await import("./pkcs11-vault.ts")).openPkcs11Vault(settings);
    case "aws-kms":
      return kmsVault(settings);
    case "vault-transit":
      return transitVault(settings);
    default:
      return settings satisfies never;
  }
}
