import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import { join } from "node:path";
import { AppError } from "../../kernel/errors.ts";
import { createPrivateFile, readPrivateFile } from "../private-file.ts";

/** Signs the demo's tokens: anyone who reads it can act as anyone, so it exists in demo mode alone. */
export interface DemoSigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Where the demo's signing key lies under the folder of the keys. */
export function demoSigningKeyFile(keysDir: string): string {
  return join(keysDir, "insecure", "demo-signing-key.json");
}

/**
 * Opens the Ed25519 key that signs demo tokens; creates it on the first start.
 * @throws AppError `config_invalid` in production; `key_unavailable` when the file is no such key.
 */
export async function openDemoSigningKey(
  keysDir: string,
  mode: "demo" | "production",
): Promise<DemoSigningKey> {
  if (mode === "production") {
    throw new AppError("config_invalid", "production refuses the demo's signing key", {
      hint: "sign in through your identity provider",
    });
  }
  const path = demoSigningKeyFile(keysDir);
  if ((await readPrivateFile(path)) === undefined) {
    const { privateKey } = generateKeyPairSync("ed25519");
    await createPrivateFile(path, `${JSON.stringify(privateKey.export({ format: "jwk" }))}\n`);
  }
  try {
    const jwk = JSON.parse((await readPrivateFile(path)) ?? "") as JsonWebKey;
    const privateKey = createPrivateKey({ key: jwk, format: "jwk" });
    return { privateKey, publicKey: createPublicKey(privateKey) };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("key_unavailable", `the file \`${path}\` holds no signing key`, { cause });
  }
}

/**
 * Production does not start where a demo has run: its people and tokens must not be believed.
 * @throws AppError `config_invalid` when a demo secret lies under the folder of the keys.
 */
export async function refuseDemoSecrets(keysDir: string): Promise<void> {
  if ((await readPrivateFile(demoSigningKeyFile(keysDir))) === undefined) return;
  throw new AppError("config_invalid", `a demo secret lies in \`${join(keysDir, "insecure")}\``, {
    hint: "give production its own MODICUM_DATA",
  });
}
