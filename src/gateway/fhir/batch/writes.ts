import type { Reason } from "../../../decision/types.ts";
import type { WriteAsk } from "../write/ask.ts";
import type { Entry } from "./entries.ts";

/** A write of a transaction, with where it stands in the Bundle and what others refer to it by. */
export interface EntryWrite {
  readonly at: number;
  readonly fullUrl: string | null;
  readonly ask: WriteAsk;
}

/** The entries of a transaction: its writes, all or nothing, and what is read after them. */
export interface Transaction {
  readonly writes: readonly EntryWrite[];
  readonly reads: readonly Entry[];
  readonly size: number;
}

/** The reason of one entry as that of the whole, by its position. */
export function ofEntry(at: number, reason: Reason): Reason {
  const { detail } = reason;
  return { ...reason, detail: detail === "" ? `entry ${at}` : `entry ${at}: ${detail}` };
}
