import type { OpenScanner } from "../../../projection/bytes/open-scanner.ts";
import type { FhirProjection, ProjectionContext } from "../../../projection/types.ts";

/** What records are projected with, whatever they come as. */
export interface Projecting {
  /** The reference, and the path of whatever the scanner is in doubt about. */
  readonly objects: FhirProjection;
  /** For records that come as text; null: they are read as objects. */
  readonly bytes: OpenScanner | null;
  readonly context: ProjectionContext;
}
