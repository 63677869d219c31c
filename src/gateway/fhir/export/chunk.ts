import type { Answer, Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { releaseOf } from "../release.ts";
import type { UpstreamQuery } from "../search/candidates.ts";
import { createScopes } from "../search/scopes.ts";
import { shownOf } from "../search/shown-records.ts";
import type { SentRecord } from "../record/sent-record.ts";
import { holdingAll } from "../search/filter.ts";
import type { SearchPlan } from "../search/plan.ts";
import type { Shown } from "../record/shown.ts";
import { structuralMembers } from "../summary/structural.ts";
import { subsetOf } from "../summary/subset.ts";
import { writePart } from "./part-file.ts";
import { plansOf } from "./plan.ts";
import type { ExportUnit } from "./plan.ts";
import type { ExportTask } from "./types.ts";
import { surveyed } from "../show.ts";

/** A file of an export, ready to be kept. */
export interface Chunk {
  readonly bytes: Uint8Array;
  readonly count: number;
}

/** A record that was visible when the step looked, with what it was asked for by. */
export interface Candidate {
  readonly id: string;
  readonly query: UpstreamQuery;
  readonly record: SentRecord;
}

/** Makes of records what is shown of them now. One serves one step. */
export interface Chunker {
  /**
   * The visible records of the step, each once, by their ids. INVARIANT: files are cut from these, and not from what
   * the upstream sends, so that neither their order nor their lengths tell of records between them.
   */
  candidates(permitted: Permitted, queries: readonly UpstreamQuery[]): Promise<readonly Candidate[]>;
  /** These records as they may be seen now, in their order. */
  chunk(permitted: Permitted, candidates: readonly Candidate[]): Promise<Answer<Chunk>>;
}

export function createChunker(parts: GatewayParts, task: ExportTask, unit: ExportUnit): Chunker {
  const everyone = new Set(task.patients);
  const { type } = unit.type;
  const plansUnder = (permitted: Permitted): readonly SearchPlan[] | null => {
    const plans = plansOf(createScopes(parts, permitted), unit.type, parts.limits);
    return plans.ok ? plans.value : null;
  };
  const visible = async (
    permitted: Permitted,
    query: UpstreamQuery,
    records: readonly SentRecord[],
  ): Promise<readonly Shown[]> => {
    const plans = plansUnder(permitted);
    if (plans === null) return [];
    const shown = await shownOf({ ...parts, permitted }, parts.sightOf(permitted, type), query, records);
    return shown.filter((one) => isOfUnit(one, unit, everyone) && matchesAny(parts, one, plans));
  };
  return {
    candidates: async (permitted, queries) => {
      const found = new Map<string, Candidate>();
      const sight = parts.sightOf(permitted, type);
      for (const query of queries) {
        for await (const records of parts.source.search(type, query.parameters)) {
          const ids = new Set((await visible(permitted, query, records)).map(({ id }) => id));
          const shown = records.map((record) => ({ id: surveyed(sight, record).id, query, record }));
          const fresh = shown.filter(({ id }) => ids.has(id) && !found.has(id));
          for (const candidate of fresh) found.set(candidate.id, candidate);
        }
      }
      return [...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },
    chunk: async (permitted, candidates) => {
      const shown: Shown[] = [];
      for (const { query, record } of candidates) shown.push(...(await visible(permitted, query, [record])));
      return answerOf(permitted, unit, shown, plansUnder(permitted) ?? []);
    },
  };
}

function answerOf(
  permitted: Permitted,
  { type: { type, elements } }: ExportUnit,
  shown: readonly Shown[],
  plans: readonly SearchPlan[],
): Answer<Chunk> {
  const { catalogue } = permitted.policy;
  const keep = structuralMembers(catalogue, type);
  const subset =
    elements === null ? ({ kind: "all" } as const) : { kind: "elements" as const, names: new Set(elements) };
  const lines = shown.flatMap(({ written }) => [subsetOf(written, type, subset, keep).bytes, NEWLINE]);
  const release = releaseOf(catalogue, shown, toldBy(plans, shown));
  const bytes = release.outcome === "permit" ? writePart({ release, lines: Buffer.concat(lines) }) : NOTHING;
  return { value: { bytes, count: shown.length }, release };
}

const NOTHING = new Uint8Array();
const NEWLINE = Buffer.from("\n");

/** A record of several patients goes with the first of them, so that it is exported once. */
function isOfUnit({ facts }: Shown, { patients }: ExportUnit, everyone: ReadonlySet<string>): boolean {
  if (patients === null) return facts.patients.length === 0;
  const [first] = facts.patients.filter((patient) => everyone.has(patient)).toSorted();
  return first !== undefined && patients.includes(first);
}

function matchesAny({ steps }: GatewayParts, shown: Shown, plans: readonly SearchPlan[]): boolean {
  if (plans.length === 0) return true;
  return plans.some(({ filters }) => holdingAll([shown], filters, steps.matches).length === 1);
}

/** Elements that a filter compared: who gets a record by its birth date has learned the birth date. */
function toldBy(plans: readonly SearchPlan[], shown: readonly Shown[]): ReadonlySet<number> {
  const read = plans.flatMap(({ filters }) => filters).flatMap(({ parameter }) => parameter.elements ?? []);
  return new Set(read.filter((element) => shown.some(({ projected }) => projected.released.has(element))));
}
