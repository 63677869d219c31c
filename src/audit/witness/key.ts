/** The key that a witness cosigns with: its own, in its own folder, never the log's. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../kernel/errors.ts";
import { idOf } from "../verify/notes.ts";

const COSIGNATURE = 4;

export interface WitnessKey {
  /** `<name>+<id>+<key>` (C2SP tlog-cosignature). */
  readonly verifierKey: string;
  /** The line that cosigns the text of a checkpoint at this time, in whole seconds since 1970. */
  cosign(text: string, seconds: number): string;
}

/**
 * Opens the key of the folder; made where there is none, for its owner alone (PKCS #8 in PEM).
 * @throws AppError `key_unavailable` where what lies there is no Ed25519 key.
 */
export async function openWitnessKey(folder: string, name: string): Promise<WitnessKey> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "witness-key.pem");
  const fresh = generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" });
  await writeFile(path, fresh, { mode: 0o600, flag: "wx" }).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code !== "EEXIST")
      throw new AppError("key_unavailable", `the key \`${path}\` cannot be made`, { cause: fault });
  });
  return keyOf(await readFile(path, "utf8"), name, path);
}

function keyOf(pem: string, name: string, path: string): WitnessKey {
  const key = privateKeyOf(pem);
  if (key?.asymmetricKeyType !== "ed25519")
    throw new AppError("key_unavailable", `the file \`${path}\` holds no Ed25519 key`);
  const raw = Buffer.from(createPublicKey(key).export({ format: "jwk" }).x ?? "", "base64url");
  const id = idOf(name, COSIGNATURE, raw);
  return {
    verifierKey: `${name}+${id}+${Buffer.concat([Buffer.of(COSIGNATURE), raw]).toString("base64")}`,
    cosign: (text, seconds) => {
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(BigInt(seconds));
      const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), key);
      return `— ${name} ${Buffer.concat([Buffer.from(id, "hex"), time, signature]).toString("base64")}\n`;
    },
  };
}

function privateKeyOf(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}
