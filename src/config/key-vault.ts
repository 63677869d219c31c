import { resolve } from "node:path";
import { checkUrl, type Environment, invalid, isLoopback, required } from "./values.ts";

/** As `openVault` in keys/ takes it. */
export type KeyVaultConfig =
  | { readonly kind: "local"; readonly rootKeyFile: string | undefined }
  | {
      readonly kind: "pkcs11";
      readonly module: string;
      readonly token: string;
      readonly key: string;
      readonly pinFile: string;
    }
  | {
      readonly kind: "aws-kms";
      readonly keyArn: string;
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken?: string;
      readonly endpoint?: string;
    }
  | {
      readonly kind: "vault-transit";
      readonly url: string;
      readonly key: string;
      readonly tokenFile: string;
    };

/** What stands in while the faults of a configuration are gathered, and in the demo. */
export const LOCAL_VAULT: KeyVaultConfig = { kind: "local", rootKeyFile: undefined };

/** `local`, `pkcs11:MODULE?token=T&key=K`, `aws-kms:ARN` or `vault-transit:URL/KEY`; without it a file. */
export function keyVaultOf(env: Environment, cwd: string, mode: "demo" | "production"): KeyVaultConfig {
  const text = env["MODICUM_KEY_VAULT"] || "local";
  const [, kind, rest = ""] = /^([a-z0-9-]+):?(.*)$/.exec(text) ?? [];
  if (kind === "local" && rest === "") {
    const file = env["MODICUM_ROOT_KEY_FILE"];
    if (mode === "demo" && !file) return { kind, rootKeyFile: undefined };
    const rootKeyFile = required(env, "MODICUM_ROOT_KEY_FILE", "the file that holds the root key");
    return { kind, rootKeyFile: resolve(cwd, rootKeyFile) };
  }
  if (kind === "pkcs11") return pkcs11Of(env, cwd, rest);
  if (kind === "aws-kms") {
    const sessionToken = env["AWS_SESSION_TOKEN"];
    const endpoint = env["MODICUM_AWS_KMS_ENDPOINT"] || undefined;
    checkUrl("MODICUM_AWS_KMS_ENDPOINT", endpoint, ["https:"]);
    return {
      kind,
      keyArn: rest,
      accessKeyId: required(env, "AWS_ACCESS_KEY_ID", "the id of the credentials for KMS"),
      secretAccessKey: required(env, "AWS_SECRET_ACCESS_KEY", "the secret of the credentials for KMS"),
      ...(sessionToken ? { sessionToken } : {}),
      ...(endpoint === undefined ? {} : { endpoint }),
    };
  }
  if (kind === "vault-transit") return transitOf(env, cwd, rest);
  throw invalid(
    "MODICUM_KEY_VAULT",
    "give local, pkcs11:…, aws-kms:ARN or vault-transit:URL/KEY; see docs/keys.md",
  );
}

function pkcs11Of(env: Environment, cwd: string, rest: string): KeyVaultConfig {
  const [module = "", query = ""] = rest.split("?");
  const [token, key] = ["token", "key"].map((name) => new URLSearchParams(query).get(name));
  if (!module || !token || !key) {
    throw invalid("MODICUM_KEY_VAULT", "give it as pkcs11:/path/to/module.so?token=LABEL&key=LABEL");
  }
  const pinFile = required(env, "MODICUM_PKCS11_PIN_FILE", "the file that holds the PIN of the token");
  return { kind: "pkcs11", module: resolve(cwd, module), token, key, pinFile: resolve(cwd, pinFile) };
}

/** A token that travels in the clear is refused, but on this machine. */
function transitOf(env: Environment, cwd: string, rest: string): KeyVaultConfig {
  const [, url, key] = /^(https?:\/\/[^/]+)\/([A-Za-z0-9_-]+)$/.exec(rest) ?? [];
  if (!url || !key || (!url.startsWith("https:") && !isLoopback(new URL(url).hostname))) {
    throw invalid("MODICUM_KEY_VAULT", "give it as vault-transit:https://HOST:PORT/KEY");
  }
  const tokenFile = required(env, "MODICUM_VAULT_TOKEN_FILE", "the file that holds the token of the vault");
  return { kind: "vault-transit", url, key, tokenFile: resolve(cwd, tokenFile) };
}
