import type { KeepReason, SealedCounts, Shredding, ShreddingStanding } from "./types.ts";

export interface NewShredding {
  readonly id: string;
  readonly patientId: string;
  readonly reason: string;
  readonly proposedBy: string;
  /** Roles it was proposed in: the approver has another. */
  readonly proposedAs: readonly string[];
  readonly proposedAt: number;
}

export interface ShreddingDecision {
  readonly to: "approved" | "withdrawn";
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What lies under the key; given with an approval. */
  readonly sealed?: SealedCounts;
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
  /** Whether the patient has a key, and the id of an open shredding of theirs. */
  standing(patientId: string): Promise<Pick<ShreddingStanding, "hasKey" | "open">>;
  /** False: it is not `proposed` any more. */
  decide(id: string, decision: ShreddingDecision): Promise<boolean>;
  /**
   * Destroys the key and the patient's relation facts in one transaction with the step from `approved` to `destroyed`.
   * Done again it changes nothing. Returns the handle of the key, for whoever holds it in memory.
   */
  destroy(id: string, at: number): Promise<Uint8Array | null>;
  /** From `destroyed` to `done`. */
  finish(id: string, at: number): Promise<void>;
  find(id: string): Promise<Shredding | undefined>;
  /** Newest first. */
  list(query: ShreddingQuery): Promise<readonly Shredding[]>;
}

/** Why entries about this patient have to be kept at this time; none: they need not. */
export type ReasonsToKeep = (patientId: string, now: number) => Promise<readonly KeepReason[]>;

/** How much lies under the key of this patient. */
export type CountSealed = (patientId: string) => Promise<SealedCounts>;
