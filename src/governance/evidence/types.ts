import type { Capability } from "../../catalogue/vocabulary.ts";
import type { KindId } from "./kinds.ts";

/** What narrows a question to the record. `patient` is PHI: it is sealed wherever a query is kept. */
export interface EntryFilters {
  readonly person?: string;
  readonly patient?: string;
  readonly interaction?: string;
  readonly outcome?: "permit" | "deny" | "error";
  readonly purpose?: string;
  readonly rule?: string;
  readonly element?: string;
  readonly system?: string;
  readonly reason?: string;
  /** Milliseconds since 1970, inclusive. */
  readonly from?: number;
}

/** A sample that anyone draws again who knows the seed. */
export interface Sample {
  readonly size: number;
  readonly seed: string;
}

/** The question that an artifact answers. Asked again it gives the same bytes, unless what it reads has changed. */
export interface SourceQuery {
  readonly kind: KindId;
  /** The state as of this instant, milliseconds since 1970; of entries: those before it. */
  readonly asOf: number;
  readonly filters?: EntryFilters;
  /** Whether entries name their patients. */
  readonly patients?: true;
  readonly sample?: Sample;
}

/** What an answer to a source query came to. */
export interface Produced {
  readonly bytes: Uint8Array;
  /** Lines, entries, people… that it holds. */
  readonly items: number;
  /** Whom it names. */
  readonly patients: readonly string[];
  /** Control elements that it lets out. */
  readonly elements: readonly string[];
}

/** Asked of whoever prepares an artifact, and again of whoever reads it. */
export interface Need {
  readonly capability: Extract<Capability, "read" | "search">;
  readonly elements: readonly string[];
}

/** An artifact without its bytes. Nothing of it is ever changed (45 CFR 164.316(b)(1)(ii)). */
export interface Artifact {
  readonly id: string;
  readonly kind: KindId | "evidence-pack";
  readonly title: string;
  /** Canonical JSON (RFC 8785) of the source query, its patient-linked parameters replaced by `sealed`. */
  readonly query: string;
  /** The same whole; null for who may not know whom it names. */
  readonly wholeQuery: string | null;
  /** Milliseconds since 1970, as are the other times. */
  readonly asOf: number;
  readonly preparedAt: number;
  readonly preparedBy: string;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly items: number;
  readonly mediaType: string;
  readonly fileName: string;
  /** Control elements that it lets out: who reads it is given each of them. */
  readonly elements: readonly string[];
  readonly policyHash: string;
  /** Signed note of the record when it was prepared, with its size and root. */
  readonly checkpoint: string;
  /** The entry of the record that says this hash. */
  readonly entryId: string;
  /** The pack it was prepared for; its own id, of a pack. */
  readonly pack: string;
  /** Kept until then at least, 45 CFR 164.316(b)(2)(i). */
  readonly keepUntil: number;
}

/** An artifact on its way into the store. */
export interface NewArtifact extends Omit<Artifact, "wholeQuery"> {
  readonly wholeQuery: string;
  readonly content: Uint8Array;
  /** Whom it names: while it is kept, nobody makes them unreadable. */
  readonly patients: readonly string[];
}
