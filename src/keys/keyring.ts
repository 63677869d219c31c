import { AppError } from "../kernel/errors.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { withFileLock } from "./file-lock.ts";
import { createHeldKeys, type HeldKeys } from "./held-keys.ts";
import {
  type KeyActor,
  type KeyInfo,
  type KeyOperation,
  type KeyRefusal,
  type KeySource,
  type KeyUse,
} from "./key-types.ts";
import { freshKey, unwrapKey, wrapKey } from "./key-wrapping.ts";
import {
  infoOf,
  type KeysChanged,
  rotationRefused,
  withActive,
  withoutBytes,
  withProposal,
} from "./keyring-changes.ts";
import { type KeptKey, type KeyringFile, readKeyringFile, replaceKeyringFile } from "./keyring-file.ts";
import { type KeyringPlace, lockOf, type Scribe, scribeOf } from "./keyring-place.ts";
import { completeKeyring, unwrapAtStart } from "./keyring-start.ts";
import type { KeyVault, VaultState } from "./vaults/ports.ts";

export interface RewrapOptions {
  /** Another vault, which wraps from now on; it has to be configured before the next start. */
  readonly to?: KeyVault;
  /** Also replaces the root key, where that is ours to do. */
  readonly newRoot?: boolean;
}

/**
 * The data keys of a deployment, each wrapped by the vault. Changes are durable before they are in force, one process
 * changes at a time, and the others follow with `refresh`.
 */
export interface Keyring extends KeySource {
  /** Oldest first, the destroyed ones too. */
  list(): readonly KeyInfo[];
  vault(): Promise<VaultState>;
  /** A new active key; what the one before sealed still opens. @throws AppError `key_unavailable` without the vault */
  rotate(use: KeyUse, by: KeyActor): Promise<Result<KeyInfo, KeyRefusal>>;
  /** Wraps every key anew; what they sealed is not touched. @throws AppError `key_unavailable` without the vault */
  rewrapAll(by: KeyActor, options?: RewrapOptions): Promise<readonly KeyInfo[]>;
  /** Only of a retired key. */
  proposeDestroy(id: string, by: KeyActor): Promise<Result<KeyInfo, KeyRefusal>>;
  /** Takes the key out of the file for good, once somebody else proposed it. What it sealed never opens again. */
  destroy(id: string, by: KeyActor): Promise<Result<KeyInfo, KeyRefusal>>;
  /** Hands each operation that the record does not tell yet to `tell`, oldest first, and forgets it when that resolves. */
  tellAll(tell: (operation: KeyOperation) => Promise<void>): Promise<number>;
}

/**
 * Opens the keyring; makes the file, and a key for each use that has none.
 * @throws AppError `key_unavailable` when a key does not unwrap, or the file is malformed or readable by others
 */
export async function openKeyring(place: KeyringPlace): Promise<Keyring> {
  const held = createHeldKeys(place.path, place.vault);
  const scribe = scribeOf(place);
  await completeKeyring(place, scribe);
  const atStart = [await unwrapAtStart(place, held, scribe)];
  const change = changing(place, held, scribe);
  const now = place.now ?? Date.now;

  return {
    active: held.active,
    find: held.find,
    refresh: held.refresh,
    list: held.list,
    vault: () => held.vault.describe(),
    rotate: async (use, by) => {
      const refused = rotationRefused(use);
      if (refused !== null) return err(refused);
      return first(
        await change("rotate", by, async ({ keys }) =>
          ok(withActive(keys, await freshKey(use, held.vault, now()), now())),
        ),
      );
    },
    rewrapAll: async (by, options = {}) => {
      const done = await rewrapping(change, held, by, options);
      return done.ok ? done.value : [];
    },
    proposeDestroy: async (id, by) =>
      first(await change("propose-destroy", by, async ({ keys }) => withProposal(keys, id, by, now()))),
    destroy: async (id, by) =>
      first(await change("destroy", by, async ({ keys }) => withoutBytes(keys, id, by, now()))),
    tellAll: (tell) => tellAll(place, atStart, tell),
  };
}

/** Nothing is wrapped by a vault that the others are not wrapped by any more. */
async function refuseMovedKeys({ vault: kept }: KeyringFile, vault: KeyVault): Promise<void> {
  if (kept === null) return;
  const isSame =
    kept.kind === vault.kind && (kept.kind === "local" || kept.name === (await vault.describe()).name);
  if (isSame) return;
  throw new AppError("key_unavailable", "the keys were moved to another vault", {
    hint: "set MODICUM_KEY_VAULT to it, and start this process again",
  });
}

type Made = KeysChanged & Partial<Pick<KeyringFile, "vault">>;
type Change = (
  kind: KeyOperation["kind"],
  by: KeyActor,
  make: (file: KeyringFile) => Promise<Result<Made, KeyRefusal>>,
) => Promise<Result<readonly KeyInfo[], KeyRefusal>>;
/** A change is read from the file, made, written with its operation, and only then in force here. */
function changing(place: KeyringPlace, held: HeldKeys, scribe: Scribe): Change {
  return (kind, by, make) =>
    withFileLock(lockOf(place), async () => {
      const known = await held.reread();
      await refuseMovedKeys(known, held.vault);
      const tell = (file: KeyringFile, done: boolean, keys: readonly KeptKey[]): Promise<void> => {
        const vault = file.vault?.kind ?? held.vault.kind;
        const operation = scribe({ kind, by, done, vault }, keys);
        return replaceKeyringFile(place.path, { ...file, untold: [...known.untold, operation] });
      };
      const made = await make(known).catch(async (fault: unknown) => {
        await tell(known, false, []);
        throw fault;
      });
      if (!made.ok) return made;
      const { changed, ...rest } = made.value;
      await tell({ ...known, ...rest }, true, changed);
      await held.reread();
      return ok(changed.map(infoOf));
    });
}

/**
 * Both vaults are asked for each key before anything is written: a crash before that leaves all as it was, one after it
 * leaves a root key too many.
 */
async function rewrapping(
  change: Change,
  held: HeldKeys,
  by: KeyActor,
  { to, newRoot = false }: RewrapOptions,
): ReturnType<Change> {
  const target = to ?? held.vault;
  const done = await change(to === undefined ? "rewrap" : "change-vault", by, async ({ keys }) => {
    const from = held.vault;
    if (newRoot) await target.rotation?.begin();
    const changed = await Promise.all(
      keys.flatMap((key) => (key.wrapped === null ? [] : [rewrappedKey(key, from, target)])),
    );
    const { kind, name } = await target.describe();
    const byId = new Map(changed.map((key) => [key.id, key]));
    return ok({ keys: keys.map((key) => byId.get(key.id) ?? key), changed, vault: { kind, name } });
  });
  held.vault = target;
  if (newRoot) await target.rotation?.finish();
  return done;
}

async function rewrappedKey(key: KeptKey, from: KeyVault, to: KeyVault): Promise<KeptKey> {
  return { ...key, wrapped: await wrapKey(await unwrapKey(key, from), to) };
}

/** Under the lock, so that of several processes one tells each. */
async function tellAll(
  place: KeyringPlace,
  atStart: KeyOperation[],
  tell: (operation: KeyOperation) => Promise<void>,
): Promise<number> {
  let told = 0;
  for (let next = atStart[0]; next !== undefined; next = atStart[0]) {
    await tell(next);
    atStart.shift();
    told += 1;
  }
  if (((await readKeyringFile(place.path))?.untold ?? []).length === 0) return told;
  return withFileLock(lockOf(place), async () => {
    const file = await readKeyringFile(place.path);
    if (file === undefined) return told;
    for (const operation of file.untold) await tell(operation);
    await replaceKeyringFile(place.path, { ...file, untold: [] });
    return told + file.untold.length;
  });
}

function first(done: Result<readonly KeyInfo[], KeyRefusal>): Result<KeyInfo, KeyRefusal> {
  if (!done.ok) return done;
  const [info] = done.value;
  return info === undefined ? err("unknown-key") : ok(info);
}
