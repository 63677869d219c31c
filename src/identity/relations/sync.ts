import type { RelationDefinition } from "../../catalogue/relations.ts";
import type { Clock } from "../../kernel/clock.ts";
import { AppError, type ErrorCode } from "../../kernel/errors.ts";
import { holdersOfAll } from "../holders.ts";
import type { PeopleStore, RelationStore } from "../ports.ts";
import { isImported } from "./imported.ts";
import { DEFAULT_DEPARTMENTS, type DepartmentRule, type Directory } from "./directory.ts";
import { parametersForPatient, parametersOf, type PlannedSource, planSources } from "./plan.ts";
import { readDirectory, readSources, type RelationUpstream, type SourceReading } from "./read.ts";

/** What a sync works with. */
export interface SyncParts {
  readonly upstream: RelationUpstream;
  readonly definitions: Iterable<RelationDefinition>;
  readonly people: PeopleStore;
  readonly store: RelationStore;
  readonly clock: Clock;
  readonly departments?: DepartmentRule;
  /** Who the upstream's references stand for; read anew when not given. */
  readonly directory?: () => Promise<Directory>;
}

/** What a sync came to, source by source. */
export interface SyncOutcome {
  readonly source: string;
  /** Facts now kept, or why there are no new ones. */
  readonly result: { readonly facts: number } | { readonly failure: ErrorCode };
}

/**
 * Reads every source of every relation and replaces its facts, each source by itself (REL-7).
 * @throws AppError `config_invalid` for an unknown kind or option, before anything is read; and when the store fails.
 */
export async function syncRelations(parts: SyncParts): Promise<readonly SyncOutcome[]> {
  const sources = planSources(parts.definitions);
  // Facts are as old as the moment reading began.
  const now = parts.clock.now();
  const directory = await tryDirectory(parts);
  if (typeof directory === "string") return failAll(sources, directory, parts);
  const scene = { upstream: parts.upstream, directory, holders: await holdersOfAll(parts.people), now };
  const readings = await readSources(sources, scene, (type, readers) => parametersOf(type, readers, now));
  const outcomes: SyncOutcome[] = [];
  for (const reading of readings) outcomes.push(await keep(reading, parts, now));
  await forgetOthers(parts.store, new Set(sources.map(({ id }) => id)), now);
  return outcomes;
}

/** Facts of a source that the policy no longer names; imported rosters stay. */
async function forgetOthers(store: RelationStore, planned: ReadonlySet<string>, now: number): Promise<void> {
  for (const { source, facts } of await store.status()) {
    if (facts > 0 && !planned.has(source) && !isImported(source)) await store.replaceSource(source, [], now);
  }
}

/**
 * Reads the sources again for one patient and replaces that patient's facts (REL-8). Sources that fail keep theirs.
 * @throws AppError as `syncRelations` does, and what the upstream's directory does.
 */
export async function refreshPatientFacts(parts: SyncParts, patientId: string): Promise<void> {
  const sources = planSources(parts.definitions);
  const now = parts.clock.now();
  const directory = await directoryOf(parts);
  const scene = { upstream: parts.upstream, directory, holders: await holdersOfAll(parts.people), now };
  const readings = await readSources(sources, scene, (type) => parametersForPatient(type, patientId));
  for (const reading of readings) {
    if ("failure" in reading) continue;
    const facts = reading.facts.filter((fact) => fact.patientId === patientId);
    await parts.store.replacePatient(reading.source.id, patientId, facts);
  }
}

async function keep(reading: SourceReading, parts: SyncParts, now: number): Promise<SyncOutcome> {
  const source = reading.source.id;
  if ("failure" in reading) {
    await parts.store.recordSyncFailure(source, now, reading.failure);
    return { source, result: { failure: reading.failure } };
  }
  await parts.store.replaceSource(source, reading.facts, now);
  return { source, result: { facts: reading.facts.length } };
}

/** Reads the directory that these parts name. @throws AppError as the upstream does. */
export function directoryOf(parts: SyncParts): Promise<Directory> {
  return parts.directory?.() ?? readDirectory(parts.upstream, parts.departments ?? DEFAULT_DEPARTMENTS);
}

async function tryDirectory(parts: SyncParts): Promise<Directory | ErrorCode> {
  try {
    return await directoryOf(parts);
  } catch (cause) {
    return cause instanceof AppError ? cause.code : "internal";
  }
}

async function failAll(
  sources: readonly PlannedSource[],
  failure: ErrorCode,
  parts: SyncParts,
): Promise<readonly SyncOutcome[]> {
  const at = parts.clock.now();
  for (const { id } of sources) await parts.store.recordSyncFailure(id, at, failure);
  return sources.map(({ id }) => ({ source: id, result: { failure } }));
}
