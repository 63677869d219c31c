import { AppError, type ErrorCode } from "../../kernel/errors.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { HeldFact, Holder } from "../ports.ts";
import type { Collector } from "./collector.ts";
import { buildDirectory, type DepartmentRule, type Directory, DIRECTORY_TYPES } from "./directory.ts";
import { factsOfDrafts } from "./merge.ts";
import type { PlannedSource, SearchParameters } from "./plan.ts";

/** The upstream as relation facts need it; the gateway's client implements it. */
export interface RelationUpstream {
  /**
   * Every resource of a type-level search, over all its pages.
   * @throws AppError `upstream_unreachable` or `upstream_invalid`, while it is read
   */
  search(type: string, parameters: SearchParameters): AsyncIterable<JsonObject>;
}

export interface ReadScene {
  readonly upstream: RelationUpstream;
  readonly directory: Directory;
  /** Whose facts are kept: what nobody here holds is not stored. */
  readonly holders: ReadonlySet<Holder>;
  readonly now: number;
}

/** What reading one source came to. */
export type SourceReading =
  | { readonly source: PlannedSource; readonly facts: readonly HeldFact[] }
  | { readonly source: PlannedSource; readonly failure: ErrorCode };

/** Reads who and where the upstream's references stand for. @throws AppError as the upstream does. */
export async function readDirectory(upstream: RelationUpstream, rule: DepartmentRule): Promise<Directory> {
  const entries: JsonObject[] = [];
  for (const type of DIRECTORY_TYPES) {
    for await (const entry of upstream.search(type, [])) entries.push(entry);
  }
  return buildDirectory(entries, rule);
}

/**
 * Reads the sources, each resource type once for all that need it. A type that fails, fails the sources that
 * need it, and no others.
 */
export async function readSources(
  sources: readonly PlannedSource[],
  scene: ReadScene,
  parametersOf: (type: string, readers: readonly PlannedSource[]) => SearchParameters,
): Promise<readonly SourceReading[]> {
  const { directory, now } = scene;
  const collectors = new Map(
    sources.map((source) => [source, source.kind.start({ options: source.options, directory, now })]),
  );
  const failures = new Map<string, ErrorCode>();
  for (const type of typesInOrder(sources)) {
    const readers = sources.filter((source) => source.types.includes(type));
    try {
      const found = scene.upstream.search(type, parametersOf(type, readers));
      for await (const resource of found) feed(resource, type, readers, collectors);
    } catch (cause) {
      failures.set(type, cause instanceof AppError ? cause.code : "internal");
    }
  }
  return sources.map((source) => readingOf(source, collectors.get(source), failures, scene));
}

/** A source reads its types in its own order; no two kinds disagree. */
function typesInOrder(sources: readonly PlannedSource[]): readonly string[] {
  return [...new Set(sources.flatMap((source) => source.types))];
}

function feed(
  resource: JsonObject,
  type: string,
  readers: readonly PlannedSource[],
  collectors: ReadonlyMap<PlannedSource, Collector>,
): void {
  // An upstream may answer with what it was not asked for.
  if (resource["resourceType"] !== type) return;
  for (const reader of readers) collectors.get(reader)?.add(resource);
}

function readingOf(
  source: PlannedSource,
  collector: Collector | undefined,
  failures: ReadonlyMap<string, ErrorCode>,
  scene: ReadScene,
): SourceReading {
  const failure = source.types.flatMap((type) => failures.get(type) ?? [])[0];
  if (failure !== undefined || !collector) return { source, failure: failure ?? "internal" };
  const held = [...collector.finish()].filter(
    (draft) => scene.holders.has(draft.holder) && draft.until > scene.now,
  );
  return { source, facts: factsOfDrafts(held, source.relation, scene.now) };
}
