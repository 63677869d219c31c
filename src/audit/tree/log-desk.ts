/** Answers questions about the log: proofs for an entry, and between two sizes. */
import type { RecordTreeStore } from "../ports.ts";
import { provenLogForm } from "./leaf.ts";
import type { LogStore } from "./ports.ts";
import { consistencyProof, inclusionProof, proofReader } from "./proofs.ts";

/** That an entry stands in the tree of a signed checkpoint (RFC 6962 section 2.1.1). */
export interface EntryProof {
  readonly index: number;
  readonly leafHash: Uint8Array;
  /** What the leaf was made over; null where the stored entry is not the one that was recorded. */
  readonly logForm: string | null;
  /** The signed note; its size is the size that the path is for. */
  readonly checkpoint: string;
  readonly size: number;
  /** From the leaf up. */
  readonly path: readonly Uint8Array[];
}

export interface ConsistencyAnswer {
  readonly from: number;
  readonly to: number;
  readonly path: readonly Uint8Array[];
}

export interface LogDesk {
  /** Null where there is no such entry, or it is older than the tree. */
  proofOf(entryId: string): Promise<EntryProof | null>;
  /** Null where the log is not that long, or `from` is larger than `to`. `to` is the newest size where it is not given. */
  consistency(from: number, to?: number): Promise<ConsistencyAnswer | null>;
}

/** The desk over a log. Its functions throw AppError `record_unavailable` where leaves are missing. */
export function createLogDesk(store: LogStore, record: Pick<RecordTreeStore, "leaves">): LogDesk {
  return {
    async proofOf(entryId) {
      const [place, newest, state] = await Promise.all([
        store.placeOf(entryId),
        store.newest(),
        store.state(),
      ]);
      if (place === null || newest === null || state === null || place.index >= newest.size) return null;
      const [entry] = await record.leaves(state.firstSeq + place.index, 1);
      return {
        index: place.index,
        leafHash: place.leaf,
        logForm: entry === undefined ? null : provenLogForm(entry, state.origin),
        checkpoint: newest.note,
        size: newest.size,
        path: await inclusionProof(proofReader(store, newest.size), place.index),
      };
    },
    async consistency(from, to) {
      const size = (await store.state())?.size ?? 0;
      const until = to ?? size;
      if (from > until || until > size) return null;
      return { from, to: until, path: await consistencyProof(proofReader(store, until), from) };
    },
  };
}
