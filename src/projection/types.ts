import type { TransformVector } from "../catalogue/transforms.ts";
import type { JsonObject } from "../kernel/json.ts";

/** What a projection needs beside the resource and the view. Pure: everything random or keyed comes in. */
export interface ProjectionContext {
  /** For age bands. */
  readonly now: number;
  /** Token for a value under an element; stable within a purpose. Null: tokenize falls to drop. */
  readonly tokenize: ((elementIndex: number, value: string) => string) | null;
  /** ZIP3 prefixes that may stand (more than 20,000 people, current census); others become 000. */
  readonly zip3: ReadonlySet<string>;
}

/** One resource, rebuilt from the allow-list. */
export interface Projected {
  /** Null: nothing of the record may be seen, so it is not there. */
  readonly resource: JsonObject | null;
  /** Indexes of elements of which something came out, transformed or not. */
  readonly released: ReadonlySet<number>;
  /** Indexes of elements of which something was held back; for the record, never for the caller. */
  readonly withheld: ReadonlySet<number>;
  /** Paths that no element covers, for the gap report. */
  readonly unmapped: ReadonlySet<string>;
}

/** The port both the object-level reference and a byte-level projection stand behind. */
export interface FhirProjection {
  project(resource: JsonObject, elements: TransformVector, context: ProjectionContext): Projected;
}
