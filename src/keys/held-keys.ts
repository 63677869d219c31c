import { AppError } from "../kernel/errors.ts";
import type { DataKey, KeyInfo, KeySource, KeyUse } from "./key-types.ts";
import { infoOf } from "./keyring-changes.ts";
import { type KeptKey, type KeyringFile, readKeyringFile, stampOf } from "./keyring-file.ts";
import { unwrapKey } from "./key-wrapping.ts";
import type { KeyVault } from "./vaults/ports.ts";

/** The keys of a keyring's file as this process holds them, unwrapped. */
export interface HeldKeys extends KeySource {
  list(): readonly KeyInfo[];
  /** What wraps them now; another after a change of vault. */
  vault: KeyVault;
  /**
   * Reads the file and holds what it says.
   * @throws AppError `key_unavailable` when a key does not unwrap; what was held stays
   */
  reread(): Promise<KeyringFile>;
}

/** Holds nothing before the first `reread`. */
export function createHeldKeys(path: string, vault: KeyVault): HeldKeys {
  const held = new Map<string, DataKey>();
  let shown: readonly KeptKey[] = [];
  let active = new Map<KeyUse, DataKey>();
  let stamp: string | null = null;

  /** A change that comes between the stamp and the file is read again the next time. */
  async function takeFile(): Promise<KeyringFile> {
    const at = await stampOf(path);
    const file = await readKeyringFile(path);
    if (file === undefined) throw missing(path);
    const fresh = file.keys.filter(({ id, wrapped }) => wrapped !== null && !held.has(id));
    const keys = await Promise.all(fresh.map((key) => unwrapKey(key, source.vault)));
    for (const key of keys) held.set(key.id, key);
    for (const { id, wrapped } of file.keys) if (wrapped === null) held.delete(id);
    active = new Map(file.keys.flatMap((key) => activeOf(key, held)));
    [shown, stamp] = [file.keys, at];
    return file;
  }

  const source: HeldKeys = {
    vault,
    list: () => shown.map(infoOf),
    active: (use) => {
      const key = active.get(use);
      if (key !== undefined) return key;
      throw new AppError("key_unavailable", `the keyring has no active key for \`${use}\``);
    },
    find: (id) => held.get(id),
    refresh: async () => {
      if ((await stampOf(path)) === stamp) return false;
      await source.reread();
      return true;
    },
    reread: async () => {
      const before = await stampOf(path);
      try {
        return await takeFile();
      } catch (fault) {
        // The root key may have been replaced between the reading of the two files.
        if ((await stampOf(path)) === before) throw fault;
        return takeFile();
      }
    },
  };
  return source;
}

function activeOf({ id, use, state }: KeptKey, held: ReadonlyMap<string, DataKey>): [KeyUse, DataKey][] {
  const key = held.get(id);
  return state === "active" && key !== undefined ? [[use, key]] : [];
}

function missing(path: string): AppError {
  return new AppError("key_unavailable", `there are no data keys at \`${path}\``, {
    hint: "restore the file from the backup of the keys; see docs/keys.md",
  });
}
