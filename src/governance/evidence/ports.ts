import type { KindId } from "./kinds.ts";
import type { Artifact, NewArtifact } from "./types.ts";

export interface ArtifactQuery {
  readonly kind?: KindId | "evidence-pack";
  readonly preparedBy?: string;
  /** When it was prepared, half-open [from, until), milliseconds since 1970. */
  readonly from?: number;
  readonly until?: number;
  /** The id after which to go on. */
  readonly after?: string;
  readonly limit: number;
}

/** Keeps artifacts, sealed. Implemented in store/, checked by one contract suite. Nothing in it is changed or taken away. */
export interface EvidenceStore {
  /** All of them durable, or none. One whose id is there already stays as it is. */
  add(artifacts: readonly NewArtifact[]): Promise<void>;
  find(id: string): Promise<Artifact | undefined>;
  /** Newest first. */
  list(query: ArtifactQuery): Promise<readonly Artifact[]>;
  /** The newest of a kind as of this instant or before, unnarrowed. */
  newest(kind: KindId, asOf: number): Promise<Artifact | undefined>;
  /** Undefined: there is none. @throws AppError `record_unavailable` where the bytes are not those that were stored. */
  content(id: string): Promise<Uint8Array | undefined>;
  /** Ids and ends of those that name this patient and are kept at this time. */
  naming(
    patientId: string,
    now: number,
  ): Promise<readonly { readonly id: string; readonly keepUntil: number }[]>;
}
