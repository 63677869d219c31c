import type { RecordPage, RecordQuery } from "../../audit/search.ts";
import type { Catalogue } from "../../catalogue/types.ts";
import type { Reason } from "../../decision/types.ts";
import type { Located, LocateKey } from "../../governance/locate/types.ts";
import type { AppError } from "../../kernel/errors.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import type { Permitted, Pipeline } from "../../pipeline.ts";
import type { OpenScanner } from "../../projection/bytes/open-scanner.ts";
import type { FhirProjection, ProjectionContext } from "../../projection/types.ts";
import { contentLinker } from "./binary/content-links.ts";
import { BEARER_TOKENS } from "./capabilities/statement.ts";
import type { ExportDesk } from "./export/types.ts";
import { createCardReader } from "./labels/card-reader.ts";
import type { CardReader } from "./labels/card-reader.ts";
import { labelSourceOver } from "./labels/label-source.ts";
import type { LabelSource } from "./labels/label-source.ts";
import { createPageTokens } from "./page-token.ts";
import type { PageTokens } from "./page-token.ts";
import type { Projecting } from "./record/projecting.ts";
import { recordSource } from "./record/record-source.ts";
import type { RecordSource } from "./record/record-source.ts";
import type { SearchLimits } from "./search/candidates.ts";
import { sightOf } from "./show.ts";
import type { Sight } from "./show.ts";
import { STEPS } from "./steps.ts";
import type { Steps } from "./steps.ts";
import type { FhirUpstream } from "./upstream/types.ts";
import type { FhirUpstreamWrites } from "./upstream/writes.ts";

/** What the FHIR gateway is wired from. */
export interface FhirGatewayDeps {
  readonly pipeline: Pipeline;
  readonly upstream: FhirUpstream;
  /** How the upstream is written to; not given: nothing is. */
  readonly writes?: FhirUpstreamWrites;
  /** Public base URL without a slash at the end: `https://modicum.example/fhir`. Its path is the prefix of every request. */
  readonly baseUrl: string;
  readonly projectionOf: (catalogue: Catalogue) => FhirProjection;
  readonly projectionContext: (permitted: Permitted) => ProjectionContext;
  /** Reads records as bytes where the upstream gives text; not given: all of them are read as objects. */
  readonly scannerOf?: (catalogue: Catalogue) => OpenScanner;
  /** 32 bytes each. Every process that answers for one base URL has the same two. */
  readonly keys: GatewayKeys;
  readonly limits?: Partial<SearchLimits>;
  /** Told of upstream faults, whose text never reaches the caller and never holds PHI. */
  readonly onFault?: (fault: AppError) => void;
  /**
   * Told of a patient that a read named and did not find, there or not, so that relation facts can be asked for anew.
   * Never awaited: what it finds serves the next request.
   */
  readonly onMiss?: (patientId: string) => void;
  /** A read that finds nothing answers at a multiple of this many milliseconds; 0, the default: at once. */
  readonly absentStepMs?: number;
  /** What AuditEvents are answered from; not given: there are none. */
  readonly record?: AuditRecord;
  /** Finds one patient by exact key; not given: nobody is looked up. */
  readonly locate?: LocatePatient;
  /** What bulk exports stand on; not given: there are none. */
  readonly exports?: ExportDesk;
  /**
   * `CapabilityStatement.rest.security`, how one signs in. Not given, or while it cannot be told: by bearer tokens, and
   * nothing of where from.
   */
  readonly security?: () => Promise<JsonObject>;
  /**
   * Compresses long answers for who takes them so. Not given: none is. The length of a compressed answer depends on what
   * is in it beside what its reader chose (BREACH), so that it is the operator's choice.
   */
  readonly compresses?: boolean;
  /** Replaced by tests alone, to seed a leak and see it caught. */
  readonly steps?: Partial<Steps>;
}

/** For a decision with the capability `locate`; a reason where nobody, or nobody alone, is found (governance/locate). */
export type LocatePatient = (permitted: Permitted, key: LocateKey) => Promise<Located | Reason>;

/** The record, as far as the gateway reads it. */
export interface AuditRecord {
  /** Newest first. Patient-linked fields are opened only with `withPatients`. */
  search(query: RecordQuery, withPatients: boolean): Promise<RecordPage>;
}

export interface GatewayKeys {
  readonly etag: Uint8Array;
  readonly pageToken: Uint8Array;
}

/** The same with everything settled. */
export interface GatewayParts {
  readonly pipeline: Pipeline;
  readonly upstream: FhirUpstream;
  /** Its records. */
  readonly source: RecordSource;
  readonly writes: FhirUpstreamWrites | null;
  readonly baseUrl: string;
  readonly basePath: string;
  readonly keys: GatewayKeys;
  readonly limits: SearchLimits;
  readonly steps: Steps;
  readonly pageTokens: PageTokens;
  readonly onFault: (fault: AppError) => void;
  readonly onMiss: (patientId: string) => void;
  readonly absentStepMs: number;
  readonly security: () => Promise<JsonObject>;
  readonly exports: ExportDesk | null;
  readonly record: AuditRecord | null;
  readonly locate: LocatePatient | null;
  sightOf(permitted: Permitted, type: string): Sight;
}

const DEFAULT_LIMITS: SearchLimits = {
  patients: 2_000,
  batch: 50,
  comparisons: 500,
  page: 50,
  maxPage: 500,
  queryLength: 6_000,
};

/** Settles defaults, and one projection per catalogue. */
export function partsOf(deps: FhirGatewayDeps): GatewayParts {
  const projections = new WeakMap<Catalogue, Omit<Projecting, "context">>();
  const projectionOf = (catalogue: Catalogue): Omit<Projecting, "context"> => {
    const known = projections.get(catalogue);
    if (known !== undefined) return known;
    const made = { objects: deps.projectionOf(catalogue), bytes: deps.scannerOf?.(catalogue) ?? null };
    projections.set(catalogue, made);
    return made;
  };
  const source = recordSource(deps.upstream, deps.scannerOf !== undefined);
  const readers = new WeakMap<CompiledPolicy, CardReader>();
  const cardsUnder = (policy: CompiledPolicy): CardReader => {
    const scanner = projectionOf(policy.catalogue).bytes?.scanner ?? null;
    const reader = readers.get(policy) ?? createCardReader(source, policy.segments, scanner);
    readers.set(policy, reader);
    return reader;
  };
  const sources = new WeakMap<Permitted, LabelSource>();
  const labelsOf = (permitted: Permitted): LabelSource => {
    const { segments } = permitted.policy;
    const known = sources.get(permitted) ?? labelSourceOver(cardsUnder(permitted.policy), segments);
    sources.set(permitted, known);
    return known;
  };
  const pageTokens = createPageTokens(deps.keys.pageToken);
  const links = { pageTokens, baseUrl: deps.baseUrl, upstreamUrl: deps.upstream.baseUrl };
  return {
    pipeline: deps.pipeline,
    upstream: deps.upstream,
    source,
    writes: deps.writes ?? null,
    baseUrl: deps.baseUrl,
    basePath: new URL(deps.baseUrl).pathname.replace(/\/$/, ""),
    keys: deps.keys,
    limits: { ...DEFAULT_LIMITS, ...deps.limits },
    steps: { ...STEPS, ...deps.steps },
    pageTokens,
    onFault: deps.onFault ?? (() => {}),
    onMiss: deps.onMiss ?? (() => {}),
    absentStepMs: deps.absentStepMs ?? 0,
    security: async () => (await deps.security?.().catch(() => undefined)) ?? BEARER_TOKENS,
    exports: deps.exports ?? null,
    record: deps.record ?? null,
    locate: deps.locate ?? null,
    sightOf: (permitted, type) => {
      const projection = projectionOf(permitted.policy.catalogue);
      const projecting = { ...projection, context: deps.projectionContext(permitted) };
      const linker = contentLinker(links, permitted);
      return sightOf(permitted, type, projecting, linker, labelsOf(permitted));
    },
  };
}
