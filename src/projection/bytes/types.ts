/**
 * Projection of FHIR JSON as bytes: nothing is parsed into objects, so decimals, long integers and the order of members
 * survive byte for byte. What comes out equals what the object-level projection of the same text would be written as;
 * a scanner that is not sure gives null, and its caller reads the text as objects instead.
 */
import type { Catalogue } from "../../catalogue/types.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";

/** A part of a text: [from, until) in bytes. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** A view, made ready for scanners: one for each vector of a catalogue. Opaque to all but scanners. */
export interface ByteView {
  readonly vector: TransformVector;
}

/** Makes views ready, once each: by the identity of the vector, since equal views of one decision share theirs. */
export interface ByteViews {
  readonly catalogue: Catalogue;
  of(vector: TransformVector): ByteView;
}

/** What of one resource may be seen. */
export interface ByteProjected {
  /**
   * Compact JSON; null: nothing of the record may be seen, so it is not there.
   * INVARIANT: bytes of its own, never a window on memory that a later resource is written to.
   */
  readonly json: Uint8Array | null;
  /** As in Projected; worked out when first read. */
  readonly released: ReadonlySet<number>;
  readonly withheld: ReadonlySet<number>;
  readonly unmapped: ReadonlySet<string>;
}

/** What a record mentions: all that `recordFactsOf` and `labelCardOf` of the catalogue need to know of it. */
export interface ByteSurvey {
  readonly type: string;
  readonly id: string;
  /** Texts as JSON.parse would give them, without escapes. */
  readonly security: readonly Coding[];
  readonly sources: readonly string[];
  readonly codings: readonly Coding[];
  /** `Reference.reference` texts outside of `contained`, each with the member path it stands at. */
  readonly references: readonly string[];
  /** Of the members that name whose record it is. */
  readonly subjects: readonly string[];
}

export interface Coding {
  readonly system: string;
  readonly code: string;
}

/** The parts of a Bundle that matter to one who reads it entry by entry. */
export interface BundleSpans {
  /** `Bundle.type`, as it stands. */
  readonly type: string;
  /** Each `entry[].resource` in order, with `entry[].search.mode`, null where there is none. */
  readonly entries: readonly BundleEntrySpan[];
  /** `link[]` of relation and url. */
  readonly links: readonly { readonly relation: string; readonly url: string }[];
}

export interface BundleEntrySpan extends Span {
  readonly mode: string | null;
}

/**
 * Reads texts as bytes. Synchronous and single-threaded: memory is used again by the next call, and nothing of an
 * earlier text can come out of a later one.
 */
export interface ByteScanner {
  readonly kind: "wasm" | "javascript";
  /** The resource at `span` (the whole text when absent) under this view. Null: in doubt, read it as objects. */
  project(text: Uint8Array, view: ByteView, span?: Span): ByteProjected | null;
  /** What the resource mentions. Null: in doubt. */
  survey(text: Uint8Array, span?: Span): ByteSurvey | null;
  /** Where the resources of a Bundle stand. Null: it is none, or in doubt. */
  split(text: Uint8Array): BundleSpans | null;
}
