import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import { join } from "node:path";
import { AppError } from "../kernel/errors.ts";
import type { Sealer } from "./ports.ts";
import { createPrivateFile, readPrivateFile } from "./private-file.ts";

/** Signs the tokens that we issue ourselves. Ed25519 (RFC 8037). */
export interface TokenSigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Where it lies in the folder of the keys, and the context that it is sealed in. */
export const TOKEN_SIGNING_KEY = { file: "token-signing-key.sealed", context: "token-signing-key" } as const;
const { file: FILE, context: CONTEXT } = TOKEN_SIGNING_KEY;

/**
 * Opens the key that signs our own tokens; made on the first start, and kept under the keyset's seal alone.
 * @throws AppError `key_unavailable` when the file does not open under these keys, or others may read it.
 */
export async function openTokenSigningKey(keysDir: string, sealer: Sealer): Promise<TokenSigningKey> {
  const path = join(keysDir, FILE);
  if ((await readPrivateFile(path)) === undefined) {
    const { privateKey } = generateKeyPairSync("ed25519");
    const jwk = Buffer.from(JSON.stringify(privateKey.export({ format: "jwk" })));
    const sealed = await sealer.seal(jwk, CONTEXT);
    await createPrivateFile(path, `${Buffer.from(sealed).toString("base64")}\n`);
  }
  const sealed = Buffer.from((await readPrivateFile(path)) ?? "", "base64");
  const opened = Buffer.from(await sealer.open(sealed, CONTEXT)).toString("utf8");
  try {
    const privateKey = createPrivateKey({ key: JSON.parse(opened) as JsonWebKey, format: "jwk" });
    return { privateKey, publicKey: createPublicKey(privateKey) };
  } catch (cause) {
    throw new AppError("key_unavailable", `the file \`${path}\` holds no signing key`, { cause });
  }
}
