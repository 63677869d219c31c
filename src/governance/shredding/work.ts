import type { Clock } from "../../kernel/clock.ts";
import type { ShreddingStore } from "./ports.ts";
import type { Shredding } from "./types.ts";

/** What turning key-encryption keys asks of the keyring. */
export interface WrappingTurn {
  /** Wraps the keys of all patients under a fresh key-encryption key. Taken up where it was left. */
  turn(): Promise<void>;
  /** Destroys those that wrap nothing any more, in the names of both people. */
  destroyOld(proposedBy: string, approvedBy: string): Promise<void>;
}

export interface ShreddingWork {
  readonly store: ShreddingStore;
  readonly keys: WrappingTurn;
  /** Drops what this process holds of a destroyed key. */
  readonly forget: (handle: Uint8Array) => void;
  /** What lies elsewhere is brought up to date: the keys beside the backups. */
  readonly done: () => Promise<void>;
  readonly clock: Clock;
}

/**
 * Carries out what was approved. Each step may be done again after a crash.
 * @returns what came of it; null where there is nothing to do
 */
export async function carryOut(
  { store, keys, forget, done, clock }: ShreddingWork,
  id: string,
): Promise<Shredding | null> {
  const shredding = await store.find(id);
  if (shredding?.state !== "approved" && shredding?.state !== "destroyed") return null;
  const handle = await store.destroy(id, clock.now());
  if (handle !== null) forget(handle);
  await keys.turn();
  await keys.destroyOld(shredding.proposedBy, shredding.decidedBy ?? shredding.proposedBy);
  await done();
  await store.finish(id, clock.now());
  return (await store.find(id)) ?? null;
}
