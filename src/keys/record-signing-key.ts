import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { join } from "node:path";
import { AppError } from "../kernel/errors.ts";
import type { Sealer } from "./ports.ts";
import { createPrivateFile, readPrivateFile } from "./private-file.ts";

/** Signs the checkpoints of the record. Ed25519 (RFC 8032); never used for anything else. */
export interface RecordSigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Where it lies in the folder of the keys, and the context that it is sealed in. */
export const RECORD_SIGNING_KEY = {
  file: "record-signing-key.sealed",
  context: "record-signing-key",
} as const;
const { file: FILE, context: CONTEXT } = RECORD_SIGNING_KEY;

/**
 * Opens the key that signs the record. Without `keyFile` it is made on the first start and kept under the keyset's seal;
 * a `keyFile`, PKCS #8 in PEM (RFC 8410), is brought there and never made.
 * @throws AppError `key_unavailable` when it is missing, of another kind, readable by others, or sealed under other keys.
 */
export async function openRecordSigningKey(
  keysDir: string,
  sealer: Sealer,
  keyFile?: string,
): Promise<RecordSigningKey> {
  if (keyFile === undefined) return keyIn(join(keysDir, FILE), await sealedPem(join(keysDir, FILE), sealer));
  const pem = await readPrivateFile(keyFile);
  if (pem !== undefined) return keyIn(keyFile, pem);
  throw new AppError("key_unavailable", `there is no record signing key at \`${keyFile}\``, {
    hint: "bring the key there; under another key the record cannot be continued",
  });
}

async function sealedPem(path: string, sealer: Sealer): Promise<string> {
  if ((await readPrivateFile(path)) === undefined) {
    const { privateKey } = generateKeyPairSync("ed25519");
    const pem = Buffer.from(privateKey.export({ format: "pem", type: "pkcs8" }));
    await createPrivateFile(path, `${Buffer.from(await sealer.seal(pem, CONTEXT)).toString("base64")}\n`);
  }
  const sealed = Buffer.from((await readPrivateFile(path)) ?? "", "base64");
  return Buffer.from(await sealer.open(sealed, CONTEXT)).toString("utf8");
}

function keyIn(path: string, pem: string): RecordSigningKey {
  const privateKey = parsed(pem);
  if (privateKey?.asymmetricKeyType !== "ed25519")
    throw new AppError("key_unavailable", `the file \`${path}\` holds no Ed25519 key`);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

function parsed(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}
