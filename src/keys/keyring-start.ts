import { AppError } from "../kernel/errors.ts";
import { withFileLock } from "./file-lock.ts";
import type { HeldKeys } from "./held-keys.ts";
import { KEY_USES, type KeyOperation, type KeyUse, SYSTEM } from "./key-types.ts";
import { freshKey } from "./key-wrapping.ts";
import { createKeyringFile, type KeyringFile, readKeyringFile, replaceKeyringFile } from "./keyring-file.ts";
import { type KeyringPlace, lockOf, type Scribe } from "./keyring-place.ts";

/** A first start, and an older file, which has not every use. */
export async function completeKeyring(place: KeyringPlace, scribe: Scribe): Promise<void> {
  const known = await readKeyringFile(place.path);
  refuseOtherVault(known, place);
  if (known !== undefined && known.vault !== null && lacking(known).length === 0) return;
  await withFileLock(lockOf(place), async () => {
    const file = await readKeyringFile(place.path);
    const now = (place.now ?? Date.now)();
    const made = await Promise.all(lacking(file).map((use) => freshKey(use, place.vault, now)));
    const { kind, name } = await place.vault.describe();
    const operation = scribe({ kind: "create", by: SYSTEM, done: true, vault: kind }, made);
    const untold = made.length === 0 ? (file?.untold ?? []) : [...(file?.untold ?? []), operation];
    const full = { vault: { kind, name }, keys: [...(file?.keys ?? []), ...made], untold };
    if (file === undefined) await createKeyringFile(place.path, full);
    else await replaceKeyringFile(place.path, full);
  });
}

function refuseOtherVault(file: KeyringFile | undefined, { vault }: KeyringPlace): void {
  if (!file?.vault || file.vault.kind === vault.kind) return;
  throw new AppError(
    "key_unavailable",
    `the data keys are wrapped by \`${file.vault.kind}\`, and \`${vault.kind}\` was asked for`,
    { hint: "set MODICUM_KEY_VAULT as it was, or move the keys with `modicum keys vault --move-to`" },
  );
}

function lacking(file: KeyringFile | undefined): readonly KeyUse[] {
  return KEY_USES.filter((use) => !file?.keys.some((key) => key.use === use && key.state === "active"));
}

/** A keyring that does not open says so in the record, once it does. */
export async function unwrapAtStart(
  place: KeyringPlace,
  held: HeldKeys,
  scribe: Scribe,
): Promise<KeyOperation> {
  const said = { kind: "unwrap", by: SYSTEM, vault: place.vault.kind } as const;
  try {
    const { keys } = await held.reread();
    return scribe(
      { ...said, done: true },
      keys.filter(({ wrapped }) => wrapped !== null),
    );
  } catch (fault) {
    await withFileLock(lockOf(place), async () => {
      const file = await readKeyringFile(place.path);
      if (file === undefined || file.untold.length >= MOST_UNTOLD) return;
      const untold = [...file.untold, scribe({ ...said, done: false }, [])];
      await replaceKeyringFile(place.path, { ...file, untold });
    });
    throw fault;
  }
}

/** A process that is started again and again under a wrong root key does not fill the disk. */
const MOST_UNTOLD = 1_000;
