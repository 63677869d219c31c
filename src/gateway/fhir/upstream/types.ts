import type { buildConnector } from "undici";
import type { JsonObject } from "../../../kernel/json.ts";
import type { QueryPair } from "../query.ts";
import type { RecordSource } from "../record/record-source.ts";

/** The FHIR R4 server behind the gateway. Its answers are not to be believed: see admit.ts. */
export interface FhirUpstream {
  /** Without a slash at the end: what its absolute links begin with. Absent: its links are relative. */
  readonly baseUrl?: string;
  /**
   * The record, or null when the upstream has none under this type and id.
   * @throws AppError `upstream_unreachable`, `upstream_invalid`
   */
  read(type: string, id: string): Promise<JsonObject | null>;
  /**
   * The resources of a type-level search, over all its pages; entries of other types are left out.
   * `parameters` are asked as they are, escapes included.
   * @throws AppError `upstream_unreachable`, `upstream_invalid`, while it is read
   */
  search(type: string, parameters: readonly QueryPair[]): AsyncIterable<JsonObject>;
  /**
   * The versions of a record, newest first, deletions left out. Null, and absent: the upstream keeps no history.
   * @throws AppError `upstream_unreachable`, `upstream_invalid`
   */
  history?(type: string, id: string): Promise<readonly JsonObject[] | null>;
  /** The same records as they were sent, before anybody has read them as objects. Absent: it gives objects alone. */
  readonly texts?: RecordSource;
}

export interface UpstreamOptions {
  /** Base URL without a slash at the end: `https://ehr.example/fhir/r4`. */
  readonly baseUrl: string;
  /** Bearer token; sent to the upstream's origin only. */
  readonly token?: string | undefined;
  /** Ask by GET where the upstream answers POST `_search` with 404, 405 or 501. Puts patient ids into its access log. */
  readonly allowGetSearch?: boolean;
  readonly limits?: Partial<UpstreamLimits>;
  /** Told of each question before it goes. */
  readonly watch?: UpstreamWatch | undefined;
  /** How connections come about; not given: as undici makes them. */
  readonly connector?: UpstreamConnector | undefined;
}

/** INVARIANT: told of the method alone, never of a path, a query or a body. */
export type UpstreamWatch = (method: string) => {
  /** To send along: names and values in turn. */
  readonly headers: readonly string[];
  /** The status of an answer that has begun, or null: there was none. */
  settled(status: number | null): void;
};

/** Makes the connector of undici that keeps to this limit in milliseconds. */
export type UpstreamConnector = (connectMs: number) => buildConnector.connector;

/** Against an upstream that is broken or hostile; a limit that is met is a fault, never a shorter answer. */
export interface UpstreamLimits {
  readonly connections: number;
  readonly connectMs: number;
  /** To the first byte of the answer, and between two of its bytes. */
  readonly silenceMs: number;
  /** For one answer from first to last byte. */
  readonly totalMs: number;
  /** Of an answer that is read as one: a record, a page of objects. */
  readonly responseBytes: number;
  /** Of a page that is read entry by entry: what is held of it at once, and the longest entry. */
  readonly heldBytes: number;
  readonly pages: number;
  /** `_count` of a search; the upstream may send fewer. */
  readonly pageSize: number;
}

export const DEFAULT_UPSTREAM_LIMITS: UpstreamLimits = {
  connections: 16,
  connectMs: 5_000,
  silenceMs: 15_000,
  totalMs: 60_000,
  responseBytes: 64 * 1024 * 1024,
  heldBytes: 4 * 1024 * 1024,
  pages: 10_000,
  pageSize: 250,
};
