import { stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { Answer, Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { releaseOf } from "../release.ts";
import type { UpstreamQuery } from "../search/candidates.ts";
import { createScopes } from "../search/scopes.ts";
import { shownOf } from "../search/shown-records.ts";
import type { SearchPlan } from "../search/plan.ts";
import type { Shown } from "../show.ts";
import { structuralMembers } from "../summary/structural.ts";
import { subsetOf } from "../summary/subset.ts";
import { writePart } from "./part-file.ts";
import { plansOf } from "./plan.ts";
import type { ExportUnit } from "./plan.ts";
import type { ExportTask } from "./types.ts";

/** A file of an export, ready to be kept. */
export interface Chunk {
  readonly bytes: Uint8Array;
  readonly count: number;
}

/** Makes of records what is shown of them now. One serves one step: a record comes out once, however often it is sent. */
export type Chunker = (
  permitted: Permitted,
  query: UpstreamQuery,
  records: readonly JsonObject[],
) => Promise<Answer<Chunk>>;

export function createChunker(parts: GatewayParts, task: ExportTask, unit: ExportUnit): Chunker {
  const everyone = new Set(task.patients);
  const seen = new Set<string>();
  return async (permitted, query, records) => {
    const { type } = unit.type;
    const viewer = { ...parts, permitted };
    const plans = plansOf(createScopes(parts, permitted), unit.type, parts.limits);
    const visible = plans.ok ? await shownOf(viewer, parts.sightOf(permitted, type), query, records) : [];
    const shown = visible
      .filter((one) => isOfUnit(one, unit, everyone))
      .filter((one) => matchesAny(parts, one, plans.ok ? plans.value : []))
      .filter(({ id }) => !seen.has(id) && seen.add(id));
    return answerOf(permitted, unit, shown, plans.ok ? plans.value : []);
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
  const lines = shown.map(({ resource }) => `${stringifyJson(subsetOf(resource, type, subset, keep))}\n`);
  const release = releaseOf(catalogue, shown, toldBy(plans, shown));
  const bytes =
    release.outcome === "permit" ? writePart({ release, lines: Buffer.from(lines.join("")) }) : NOTHING;
  return { value: { bytes, count: shown.length }, release };
}

const NOTHING = new Uint8Array();

/** A record of several patients goes with the first of them, so that it is exported once. */
function isOfUnit({ facts }: Shown, { patients }: ExportUnit, everyone: ReadonlySet<string>): boolean {
  if (patients === null) return facts.patients.length === 0;
  const [first] = facts.patients.filter((patient) => everyone.has(patient)).toSorted();
  return first !== undefined && patients.includes(first);
}

function matchesAny({ steps }: GatewayParts, { resource }: Shown, plans: readonly SearchPlan[]): boolean {
  if (plans.length === 0) return true;
  return plans.some(({ filters }) => filters.every((filter) => steps.matches(filter, resource)));
}

/** Elements that a filter compared: who gets a record by its birth date has learned the birth date. */
function toldBy(plans: readonly SearchPlan[], shown: readonly Shown[]): ReadonlySet<number> {
  const read = plans.flatMap(({ filters }) => filters).flatMap(({ parameter }) => parameter.elements ?? []);
  return new Set(read.filter((element) => shown.some(({ projected }) => projected.released.has(element))));
}
