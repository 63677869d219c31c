import { createHmac, randomFillSync } from "node:crypto";
import { join } from "node:path";
import { AppError } from "../kernel/errors.ts";
import { type DataKey, KEY_ID_BYTES, readDataKeys, readRootKey } from "./keyset.ts";
import type { Sealer } from "./ports.ts";
import { createXaes, type Xaes, XAES_NONCE_BYTES } from "./xaes-256-gcm.ts";

/** Bytes of a blind index: 128 bits, enough that two patients do not meet by chance. */
export const BLIND_INDEX_BYTES = 16;

const VERSION = 1;
const HEADER_BYTES = 1 + KEY_ID_BYTES;

/**
 * Opens the keys under `dir`: `root.key` wraps the data keys in `data-keys.json` (45 CFR 164.312(a)(2)(iv)).
 * Both are created, mode 0600, on the first start. A root key named by `rootKeyFile` is never created:
 * it must be brought there.
 * @throws AppError `key_unavailable` when a key is missing, wrong, malformed or readable by others.
 */
export async function openLocalSealer(
  dir: string,
  options: { readonly rootKeyFile?: string } = {},
): Promise<Sealer> {
  const rootKey = await readRootKey(
    options.rootKeyFile ?? join(dir, "root.key"),
    options.rootKeyFile === undefined,
  );
  return createSealer(await readDataKeys(join(dir, "data-keys.json"), rootKey));
}

/**
 * Seals with the last `seal` key, opens with any, indexes with the one `blind-index` key.
 * Sealed form: version (1 byte), key id (4), nonce (24), ciphertext, tag (16).
 * @throws AppError `key_unavailable` when a use has no key.
 */
export function createSealer(keys: readonly DataKey[]): Sealer {
  const sealing = keys.findLast((key) => key.use === "seal");
  const indexing = keys.findLast((key) => key.use === "blind-index");
  if (!sealing || !indexing) throw new AppError("key_unavailable", "a data key is missing from the keyset");
  const opening = new Map(
    keys.filter((key) => key.use === "seal").map((key) => [key.id, createXaes(key.bytes)]),
  );
  const header = Buffer.concat([Buffer.of(VERSION), Buffer.from(sealing.id, "hex")]);
  const boundTo = Buffer.concat([NAMESPACE, header]);
  const xaes = createXaes(sealing.bytes);
  const nextNonce = nonces();

  return {
    async seal(plaintext, context) {
      const nonce = nextNonce();
      const aad = Buffer.concat([boundTo, Buffer.from(context)]);
      return xaes.seal(nonce, plaintext, aad, [header, nonce]);
    },
    async open(sealed, context) {
      return openSealed(opening, sealed, context);
    },
    blindIndex: rememberingSome((namespace, value) => {
      const mac = createHmac("sha256", indexing.bytes);
      mac.update(`modicum/blind-index/v1\0${Buffer.byteLength(namespace)}\0${namespace}\0${value}`);
      return mac.digest().subarray(0, BLIND_INDEX_BYTES);
    }),
  };
}

const NAMESPACE = Buffer.from("modicum/seal/v1\0");

/** Nonces drawn many at a time: a call of the generator costs as much as a seal. Each is given out once. */
function nonces(): () => Uint8Array {
  const drawn = Buffer.alloc(XAES_NONCE_BYTES * 128);
  let at = drawn.length;
  return () => {
    if (at === drawn.length) {
      randomFillSync(drawn);
      at = 0;
    }
    at += XAES_NONCE_BYTES;
    return drawn.subarray(at - XAES_NONCE_BYTES, at);
  };
}

/** The same patients are asked for again and again; the oldest look-up is forgotten when there are too many. */
function rememberingSome(indexOf: Sealer["blindIndex"]): Sealer["blindIndex"] {
  const known = new Map<string, Map<string, Uint8Array>>();
  return (namespace, value) => {
    let values = known.get(namespace);
    if (values === undefined) known.set(namespace, (values = new Map()));
    const index = values.get(value) ?? indexOf(namespace, value);
    if (values.size >= REMEMBERED && !values.has(value)) values.delete(values.keys().next().value ?? "");
    values.set(value, index);
    return Buffer.from(index);
  };
}

/** About 2 MB. */
const REMEMBERED = 10_000;

function openSealed(keys: ReadonlyMap<string, Xaes>, sealed: Uint8Array, context: string): Uint8Array {
  const header = sealed.subarray(0, HEADER_BYTES);
  const key = keys.get(Buffer.from(header.subarray(1)).toString("hex"));
  if (header[0] !== VERSION || !key) {
    throw new AppError("key_unavailable", "no key here opens this sealed value");
  }
  const body = sealed.subarray(HEADER_BYTES);
  try {
    return key.open(
      body.subarray(0, XAES_NONCE_BYTES),
      body.subarray(XAES_NONCE_BYTES),
      Buffer.concat([NAMESPACE, header, Buffer.from(context)]),
    );
  } catch (cause) {
    throw new AppError("key_unavailable", "the sealed value does not open in this place", { cause });
  }
}
