import { randomBytes } from "node:crypto";
import { z } from "zod";
import { AppError } from "../kernel/errors.ts";
import { createPrivateFile, readPrivateFile } from "./private-file.ts";
import { createXaes, XAES_KEY_BYTES, XAES_NONCE_BYTES } from "./xaes-256-gcm.ts";

export const KEY_ID_BYTES = 4;

/** What a data key may be used for; a key never serves two uses. */
export type KeyUse = "seal" | "blind-index";

export interface DataKey {
  /** 4 random bytes, hex; travels with everything sealed under the key. */
  readonly id: string;
  readonly use: KeyUse;
  readonly bytes: Uint8Array;
}

const ROOT_PREFIX = "modicum-root-key-v1 ";

const wrappedKeyset = z.strictObject({
  version: z.literal(1),
  keys: z.array(
    z.strictObject({
      id: z.string().regex(/^[0-9a-f]{8}$/),
      use: z.enum(["seal", "blind-index"]),
      wrapped: z.base64(),
    }),
  ),
});

/**
 * Reads the root key, 32 bytes. Creates it when there is none and `mayCreate`.
 * @throws AppError `key_unavailable` when it is missing, malformed or readable by others.
 */
export async function readRootKey(path: string, mayCreate: boolean): Promise<Uint8Array> {
  if (mayCreate && (await readPrivateFile(path)) === undefined) {
    await createPrivateFile(path, `${ROOT_PREFIX}${randomBytes(XAES_KEY_BYTES).toString("base64")}\n`);
  }
  const text = await readPrivateFile(path);
  if (text === undefined) {
    throw new AppError("key_unavailable", `there is no root key at \`${path}\``, {
      hint: "restore the key file; without it sealed data stays sealed",
    });
  }
  const key = Buffer.from(text.slice(ROOT_PREFIX.length).trim(), "base64");
  if (!text.startsWith(ROOT_PREFIX) || key.length !== XAES_KEY_BYTES) {
    throw new AppError("key_unavailable", `the file \`${path}\` holds no root key`);
  }
  return key;
}

/**
 * Reads the data keys wrapped under the root key. Creates one per use when there is no file.
 * @throws AppError `key_unavailable` when the root key does not open them.
 */
export async function readDataKeys(path: string, rootKey: Uint8Array): Promise<readonly DataKey[]> {
  if ((await readPrivateFile(path)) === undefined) {
    const fresh = (["seal", "blind-index"] as const).map((use) => wrap(mintKey(use), rootKey));
    await createPrivateFile(path, `${JSON.stringify({ version: 1, keys: fresh }, null, 2)}\n`);
  }
  const parsed = wrappedKeyset.safeParse(parse((await readPrivateFile(path)) ?? ""));
  if (!parsed.success) throw new AppError("key_unavailable", `the file \`${path}\` holds no data keys`);
  return parsed.data.keys.map((key) => unwrap(key, rootKey, path));
}

interface WrappedKey {
  readonly id: string;
  readonly use: KeyUse;
  readonly wrapped: string;
}

function mintKey(use: KeyUse): DataKey {
  return { id: randomBytes(KEY_ID_BYTES).toString("hex"), use, bytes: randomBytes(XAES_KEY_BYTES) };
}

function wrap(key: DataKey, rootKey: Uint8Array): WrappedKey {
  const nonce = randomBytes(XAES_NONCE_BYTES);
  const wrapped = Buffer.concat([nonce, createXaes(rootKey).seal(nonce, key.bytes, wrapContext(key))]);
  return { id: key.id, use: key.use, wrapped: wrapped.toString("base64") };
}

function unwrap(key: WrappedKey, rootKey: Uint8Array, path: string): DataKey {
  const wrapped = Buffer.from(key.wrapped, "base64");
  const [nonce, sealed] = [wrapped.subarray(0, XAES_NONCE_BYTES), wrapped.subarray(XAES_NONCE_BYTES)];
  try {
    return { id: key.id, use: key.use, bytes: createXaes(rootKey).open(nonce, sealed, wrapContext(key)) };
  } catch (cause) {
    throw new AppError("key_unavailable", `the root key does not open the data keys in \`${path}\``, {
      cause,
      hint: "restore the root key that these data keys were made under",
    });
  }
}

function wrapContext(key: Pick<DataKey, "id" | "use">): Buffer {
  return Buffer.from(`modicum/data-key/v1\0${key.use}\0${key.id}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
