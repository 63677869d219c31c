import { createHmac } from "node:crypto";
import { createEnvelope } from "./envelope.ts";
import type { KeySource } from "./key-types.ts";
import { openKeyring } from "./keyring.ts";
import type { Sealer } from "./ports.ts";
import { openKeyFolder } from "./key-folder.ts";

/** Bytes of a blind index: 128 bits, enough that two patients do not meet by chance. */
export const BLIND_INDEX_BYTES = 16;

/**
 * A sealer over the keys under `dir`, which are made where there are none: `root.key` wraps the data keys in
 * `data-keys.json` (45 CFR 164.312(a)(2)(iv)). A root key named by `rootKeyFile` is never created: it must be brought there.
 * @throws AppError `key_unavailable` when a key is missing, wrong, malformed or readable by others.
 */
export async function openLocalSealer(
  dir: string,
  options: { readonly rootKeyFile?: string } = {},
): Promise<Sealer> {
  return createSealer(
    await openKeyring(await openKeyFolder(dir, { kind: "local", rootKeyFile: options.rootKeyFile })),
  );
}

/**
 * Seals with the active `seal` key, opens with any, indexes with the one `blind-index` key; picks up a rotation with the
 * next value.
 * @throws AppError `key_unavailable` when a use has no key.
 */
export function createSealer(keys: KeySource): Sealer {
  const envelope = createEnvelope(keys, "seal", "modicum/seal/v1");
  const indexing = keys.active("blind-index");
  return {
    seal: async (plaintext, context) => envelope.seal(plaintext, context),
    open: (sealed, context) => envelope.open(sealed, context),
    blindIndex: rememberingSome((namespace, value) => {
      const mac = createHmac("sha256", indexing.bytes);
      mac.update(`modicum/blind-index/v1\0${Buffer.byteLength(namespace)}\0${namespace}\0${value}`);
      return mac.digest().subarray(0, BLIND_INDEX_BYTES);
    }),
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
