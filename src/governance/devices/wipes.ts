import type { Clock } from "../../kernel/clock.ts";
import type { DeviceStore, WipeSender } from "./ports.ts";
import type { WipeRequest, WipeState } from "./types.ts";

/** How often a wipe is sent before it has failed. */
export const ATTEMPTS = 8;
const FIRST_WAIT_MS = 30_000;

export interface WipeParts {
  readonly store: Pick<DeviceStore, "openWipes" | "settleWipe">;
  readonly sender: WipeSender;
  readonly clock: Clock;
  /** Puts it into the record what became of a wipe; resolves when durable. */
  readonly note: (wipe: WipeRequest, state: WipeState) => Promise<void>;
}

/**
 * Sends the wipes that nobody has acknowledged and whose turn it is: twice as long after each attempt. What became of one is
 * in the record before it is settled. One that fails holds up no other.
 */
export async function sendWipes({ store, sender, clock, note }: WipeParts): Promise<void> {
  for (const wipe of await store.openWipes()) {
    const now = clock.now();
    if (now < dueAt(wipe)) continue;
    const isTaken = await sender.send(wipe).catch(() => false);
    const attempts = wipe.attempts + 1;
    const state = isTaken ? "acknowledged" : attempts >= ATTEMPTS ? "failed" : "requested";
    if (state !== "requested") await note(wipe, state);
    // Confirmed or withdrawn meanwhile, it stays so.
    await store.settleWipe(wipe.id, ["requested"], { state, attempts, at: now });
  }
}

function dueAt({ attempts, changedAt }: WipeRequest): number {
  return attempts === 0 ? 0 : changedAt + FIRST_WAIT_MS * 2 ** (attempts - 1);
}
