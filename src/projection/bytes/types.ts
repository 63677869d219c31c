/**
 * Projection of FHIR JSON as bytes: nothing is parsed into objects, so decimals, long integers and the order of members
 * survive byte for byte. What comes out equals what the object-level projection of the same text would be written as;
 * a scanner that is not sure gives null, and its caller reads the text as objects instead.
 */
import type { Survey } from "../../catalogue/survey.ts";
import type { Catalogue, SegmentDefinition } from "../../catalogue/types.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { ProjectionContext } from "../types.ts";

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

/** As in Projected; worked out when first read. */
export interface ByteAccount {
  readonly released: ReadonlySet<number>;
  readonly withheld: ReadonlySet<number>;
  readonly unmapped: ReadonlySet<string>;
}

/** What of one resource may be seen. */
export interface ByteProjected extends ByteAccount {
  /**
   * Compact JSON; null: nothing of the record may be seen, so it is not there.
   * INVARIANT: bytes of its own, never a window on memory that a later resource is written to.
   */
  readonly json: Uint8Array | null;
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

/** One of several resources of a text, each under a view of its own. */
export interface ProjectionTask {
  readonly view: ByteView;
  readonly span: Span;
}

/** A Bundle with what may be seen of its resources, in the order of its entries; each part is made when first read. */
export interface ProjectedBundle {
  /** INVARIANT: the text of the Bundle does not change before these are read. */
  readonly spans: BundleSpans;
  readonly resources: readonly ByteProjected[];
  /** `json` of the resources, for who needs no account of each. */
  readonly texts: readonly (Uint8Array | null)[];
}

/** Lines of NDJSON as they are written: what may be seen of each, with a line feed; of the rest nothing. */
export interface ProjectedLines {
  readonly json: Uint8Array;
  /** Lines that are not blank, and those of them that are shown; lines in doubt count as not shown. */
  readonly lines: number;
  readonly shown: number;
  /** In order. */
  readonly doubts: readonly DoubtedLine[];
  /** Of all lines that are shown, together. */
  readonly account: ByteAccount;
}

/** A line that is to be read as objects; what comes of it belongs at `at` of `json`. */
export interface DoubtedLine extends Span {
  readonly at: number;
}

/**
 * Reads texts as bytes. INVARIANT: a text does not change while it is in use, which is until another one is given; it is
 * known again by its identity. Synchronous and single-threaded: memory is used again by the next call, and nothing of an
 * earlier text can come out of a later one.
 */
export interface ByteScanner {
  readonly kind: "wasm" | "javascript";
  /**
   * The resource at `span` (the whole text when absent) under this view. Null: in doubt, read it as objects. Without a
   * context every transform other than keep and drop is in doubt; with one, years, tokens and ZIP3 are not.
   */
  project(text: Uint8Array, view: ByteView, span?: Span, context?: ProjectionContext): ByteProjected | null;
  /** The same for each of many resources; absent where it would not be faster than one after the other. */
  projectAll?(
    text: Uint8Array,
    tasks: readonly ProjectionTask[],
    context?: ProjectionContext,
  ): readonly (ByteProjected | null)[];
  /**
   * Splits a Bundle and projects all of its resources under one view, in one pass. Null: the Bundle or one of them is in
   * doubt; absent where it would not be faster than `split` and `project`.
   */
  projectBundle?(text: Uint8Array, view: ByteView): ProjectedBundle | null;
  /**
   * Projects the lines of NDJSON under one view. Null: the text as a whole is in doubt; absent where it would not be
   * faster than line by line.
   */
  projectLines?(text: Uint8Array, view: ByteView): ProjectedLines | null;
  /**
   * What the resource at `span` (the whole text when absent) mentions, as far as it matters under these segments.
   * INVARIANT: the text does not change while the survey is in use, some of which is read when first asked for.
   * Null: in doubt.
   */
  survey(text: Uint8Array, segments: readonly SegmentDefinition[], span?: Span): Survey | null;
  /**
   * Where the resources of a Bundle stand. Null: it is none, or in doubt. All around the resources is well-formed; what
   * is wrong inside of one makes `project` and `survey` of that one doubt.
   */
  split(text: Uint8Array): BundleSpans | null;
}
