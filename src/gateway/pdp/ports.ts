import type { SegmentDefinition, SegmentMask } from "../../catalogue/types.ts";
import type { Act } from "../../catalogue/vocabulary.ts";
import type { Recipient } from "../../decision/types.ts";
import type { Caller, Person } from "../../identity/types.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { Pipeline } from "../../pipeline.ts";
import type { Properties } from "./messages.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What the decision API stands on; wired in main.ts. */
export interface PdpDeps {
  readonly pipeline: Pipeline;
  readonly vocabulary: Vocabulary;
  readonly subjects: SubjectDirectory;
  readonly records: RecordSource;
  /** Records of the application's own types; not given: it keeps them to itself and tells them with each question. */
  readonly appRecords?: AppRecords;
  /** Null: the caller is no registered enforcement point, or does not honor obligations. */
  readonly enforcementPointOf: (caller: Caller) => EnforcementPoint | null;
  /** Where clients reach us, without a slash at the end; the identifier of this PDP. */
  readonly baseUrl: () => string;
  /** 32 bytes; every process that answers for one base URL has the same. */
  readonly pageKey: Uint8Array;
  /** Where a denial that may be asked for is asked for; null: nowhere. */
  readonly accessRequestUrl?: string | null;
  /** An evaluation that finds no record answers at steps of this many milliseconds; not given: at once. */
  readonly absentStepMs?: number;
}

/** A client that withholds what it is told to. What it does with the data was agreed when it was registered. */
export interface EnforcementPoint {
  readonly clientId: string;
  /** It came with a token of its own, so that it may ask about whoever uses it; with a person's, about them alone. */
  readonly ofItself: boolean;
  readonly act: Act;
  readonly recipient: Recipient | null;
}

/** Who a subject is: `user` by the id of the person, `client` by the id of the registration. */
export interface SubjectDirectory {
  find(type: string, id: string): Promise<Person | undefined>;
  /** People in order of id, after this one; none for a type that cannot be listed. */
  list(type: string, after: string | undefined, limit: number): Promise<readonly Person[]>;
}

/** Records of FHIR types, as the upstream has them. */
export interface RecordSource {
  /** @throws AppError `upstream_unreachable`, `upstream_invalid` */
  read(type: string, id: string): Promise<JsonObject | null>;
  /** Records of a type about any of these patients, in no order. Throws as `read` does. */
  about(type: string, patientIds: readonly string[]): AsyncIterable<JsonObject>;
  /** For each record, the segments it comes by through what it refers to. Throws as `read` does. */
  lentTo(
    records: readonly JsonObject[],
    segments: readonly SegmentDefinition[],
  ): Promise<readonly SegmentMask[]>;
}

/** Records of types that the vocabulary brings. */
export interface AppRecords {
  find(type: string, id: string): Promise<Properties | undefined>;
  /** Ids of a type, in order. */
  list(type: string): Promise<readonly string[]>;
}
