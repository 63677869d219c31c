import type { KeepReason, Shredding } from "./types.ts";

export interface NewShredding {
  readonly id: string;
  readonly patientId: string;
  readonly reason: string;
  readonly proposedBy: string;
  /** Roles it was proposed in: the approver has another. */
  readonly proposedAs: readonly string[];
  readonly proposedAt: number;
}

export interface KeptShredding extends Shredding {
  readonly proposedAs: readonly string[];
}

export interface ShreddingQuery {
  readonly state?: Shredding["state"];
  /** Id after which to go on. */
  readonly after?: string;
  readonly limit: number;
}

/** Keeps shreddings. Implemented in store/, checked by one contract suite. */
export interface ShreddingStore {
  /**
   * `no-key`: nothing is sealed under a key of this patient. `taken`: the id is, or another shredding of the patient is
   * open.
   */
  propose(shredding: NewShredding): Promise<"proposed" | "no-key" | "taken">;
  /** False: it is not `proposed` any more. */
  decide(id: string, to: "approved" | "withdrawn", by: string, at: number): Promise<boolean>;
  /**
   * Destroys the key and the patient's relation facts in one transaction with the step from `approved` to `destroyed`.
   * Done again it changes nothing. Returns the handle of the key, for whoever holds it in memory.
   */
  destroy(id: string, at: number): Promise<Uint8Array | null>;
  /** From `destroyed` to `done`. */
  finish(id: string, at: number): Promise<void>;
  find(id: string): Promise<KeptShredding | undefined>;
  /** Newest first. */
  list(query: ShreddingQuery): Promise<readonly KeptShredding[]>;
}

/** Why entries about this patient have to be kept at this time; none: they need not. */
export type ReasonsToKeep = (patientId: string, now: number) => Promise<readonly KeepReason[]>;
