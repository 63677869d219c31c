import type { SegmentDefinition, SegmentMask } from "../../catalogue/types.ts";
import type { Credentials } from "../../identity/types.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { Permitted } from "../../pipeline.ts";
import type { ProjectionContext } from "../../projection/types.ts";

/** One of the people beside each other: who looks, and the purpose they work for. */
export interface Eye {
  readonly personId: string;
  /** Own id of a purpose. */
  readonly purpose: string;
}

/** The records of one type in the chart of one patient. */
export interface Wanted {
  readonly patientId: string;
  readonly ids: readonly string[];
}

/** What the FHIR gateway answered one person about one type. */
export interface EyeReply {
  /** Entries of the record that it wrote, one for each question; none when they could not be written. */
  readonly entries: readonly { readonly id: string; readonly outcome: "permit" | "deny" }[];
  readonly records: readonly JsonObject[];
}

/** What the demo's side-by-side page stands on; wired in the demo alone. */
export interface ComparisonDesk {
  /** In the order of the columns. */
  readonly eyes: readonly Eye[];
  /** Of the guide, under whose right the page is served. */
  guide(): Promise<Credentials>;
  credentials(eye: Eye): Promise<Credentials>;
  /** What the upstream holds of this type about these patients; under the guide's right. */
  held(type: string, patientIds: readonly string[]): Promise<readonly JsonObject[]>;
  /** For each record, the segments it comes by through what it refers to. */
  lentTo(
    records: readonly JsonObject[],
    segments: readonly SegmentDefinition[],
  ): Promise<readonly SegmentMask[]>;
  /** Asks the real gateway for these records of the type, as this person. */
  ask(eye: Eye, type: string, wanted: Wanted): Promise<EyeReply>;
  projectionContext(permitted: Permitted): ProjectionContext;
}
