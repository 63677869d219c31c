import type { KeyActor, KeyInfo, KeyOperation, KeyRefusal, KeyUse } from "../../keys/key-types.ts";
import type { VaultState } from "../../keys/vaults/ports.ts";
import type { AppError } from "../../kernel/errors.ts";

export interface KeyOverview {
  readonly vault: VaultState;
  readonly keys: readonly (KeyInfo & {
    /** What lies under it, where that is counted; empty: nothing that is counted. */
    readonly seals: readonly { readonly title: string; readonly count: number }[];
  })[];
  readonly resealing: readonly {
    readonly title: string;
    readonly state: "waiting" | "running" | "done" | "stays";
    readonly resealed: number;
  }[];
}

/** What came of an operation with keys. */
export type KeyOutcome =
  | { readonly kind: "done"; readonly keys: readonly KeyInfo[] }
  | {
      readonly kind: "refused";
      readonly refusal: KeyRefusal | "in-use";
      readonly holding?: readonly string[];
    }
  /** The vault or the file was not there; the operation is recorded as failed. */
  | { readonly kind: "failed"; readonly fault: AppError };

/** An operation as the record tells it. */
export type ToldOperation = Omit<KeyOperation, "by"> & { readonly personId: string };

/** Administering the keys; wired in server/keys.ts. */
export interface KeyDesk {
  overview(): Promise<KeyOverview>;
  rotate(use: KeyUse, by: KeyActor): Promise<KeyOutcome>;
  rewrap(newRoot: boolean, by: KeyActor): Promise<KeyOutcome>;
  proposeDestroy(id: string, by: KeyActor): Promise<KeyOutcome>;
  /** Refused while anything lies under the key. */
  approveDestroy(id: string, by: KeyActor): Promise<KeyOutcome>;
  /** Keys that somebody else proposed to destroy. */
  waitingFor(personId: string): readonly KeyInfo[];
  /** From the record, newest first. */
  operations(limit: number): Promise<readonly ToldOperation[]>;
}
