import type { TransformVector } from "../../catalogue/transforms.ts";
import type { RecordFacts } from "../../catalogue/types.ts";
import type { Decision, Reason } from "../../decision/types.ts";
import type { Credentials } from "../../identity/types.ts";

/** A request to the FHIR gateway, as somebody at the explorer writes it. */
export interface ExploredRequest {
  readonly method: string;
  /** Below the base: `/Patient?name=smith`. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Everything that happened between the request and its answer. */
export interface Exploration {
  readonly reply: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  };
  /** The entry that the gateway wrote in the record; null: none could be written. */
  readonly entryId: string | null;
  /** Every decision on the way; a batch has several. */
  readonly decided: readonly Decided[];
  /** What was asked of the upstream, in order. */
  readonly asked: readonly UpstreamQuestion[];
  /** Records that the upstream gave and that were judged, in order; each as it was judged in the end. */
  readonly judged: readonly JudgedRecord[];
}

export interface Decided {
  readonly interaction: string;
  readonly resourceType: string | null;
  /** As asked: names and values of parameters. */
  readonly query: string | null;
  /** Null: nobody was identified, so nothing was decided. */
  readonly decision: Decision | null;
  readonly reasons: readonly Pick<Reason, "code">[];
}

export interface UpstreamQuestion {
  /** `read`, `search`… */
  readonly interaction: string;
  /** `Type/id` or `Type?name=value`. */
  readonly question: string;
  /** Asked before any answer had come: it follows from policy and caller alone, and the others from records. */
  readonly isFirst: boolean;
  /** Records that came back. */
  readonly records: number;
  readonly milliseconds: number;
}

export interface JudgedRecord {
  readonly facts: RecordFacts;
  /** Null: the caller is answered as if it did not exist. */
  readonly view: {
    readonly rules: readonly string[];
    readonly elements: TransformVector;
    readonly released: readonly number[];
    readonly withheld: readonly number[];
  } | null;
}

/** What the API explorer stands on. */
export interface ExplorerDesk {
  /** Sends a request through the real gateway and watches. */
  explore(credentials: Credentials, request: ExploredRequest): Promise<Exploration>;
  /**
   * Credentials of another person. Null outside the demo: what a record withholds is nobody's to see but the record's
   * own readers.
   */
  readonly as:
    | ((person: string, purpose: string | null, caseId: string | null) => Promise<Credentials>)
    | null;
}
