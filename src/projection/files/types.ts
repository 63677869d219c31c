import type { TransformVector } from "../../catalogue/transforms.ts";
import type { Catalogue } from "../../catalogue/types.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { ByteScanner, ByteViews, Span } from "../bytes/types.ts";
import type { FhirProjection, ProjectionContext } from "../types.ts";

/** How records are read as bytes; what a scanner is in doubt about is read as an object. */
export interface RecordBytes {
  readonly scanner: ByteScanner;
  readonly views: ByteViews;
  /**
   * What the caller may see of the record at `span`, or null where it is not there: the same as `viewFor` of the object.
   * @throws AppError `input_invalid` where there is no JSON object
   */
  viewFor(text: Uint8Array, span: Span): TransformVector | null;
}

/** What every file format needs. Pure: who asks and why is already in `viewFor`. */
export interface FileOptions {
  readonly catalogue: Catalogue;
  readonly projection: FhirProjection;
  readonly context: ProjectionContext;
  /** What the caller may see of one record, as it was read; null: the record is not there. */
  viewFor(resource: JsonObject): TransformVector | null;
  /** Absent: records are read as objects. */
  readonly bytes?: RecordBytes;
  /** Go on after a record that cannot be read, and list it; else the first one ends the run with `input_invalid`. */
  readonly skipBad?: boolean;
  /** A longer record is one that cannot be read. Default 16 MiB. */
  readonly maxRecordBytes?: number;
  /** Called about once for each MiB read, and at the end. */
  progress?(done: FileProgress): void;
}

export interface FileProgress {
  readonly bytesIn: number;
  readonly recordsIn: number;
  readonly recordsOut: number;
}

/** What happened to a file. For the record and the operator; true counts, never for the recipient of the file. */
export interface FileSummary extends FileProgress {
  readonly bytesOut: number;
  /** Element ids of which something came out, sorted. */
  readonly released: readonly string[];
  /** Element id → records in which something of it was held back. */
  readonly withheld: Readonly<Record<string, number>>;
  /** Path or column that no element covers → records that have it. */
  readonly unmapped: Readonly<Record<string, number>>;
  readonly badRecords: number;
  /** The first hundred. */
  readonly bad: readonly BadRecord[];
}

/** A record that could not be read and did not come out. */
export interface BadRecord {
  /** Line it begins at, from 1. */
  readonly line: number;
  /** One line, never content. */
  readonly problem: string;
}

export const DEFAULT_MAX_RECORD_BYTES = 16 * 1024 * 1024;
