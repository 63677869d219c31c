import { reachOf } from "../../decision/reach.ts";
import { judge, refusalOf, type Sight, type Verdict } from "./judge.ts";
import type { PdpDeps } from "./ports.ts";
import type { Found } from "./search.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { EVERY_SEGMENT, fhirRecord, type Kind, kindOf, type TargetRecord } from "./target.ts";
import { type Matter, verdictOn } from "./verdict.ts";

/** A resource that the subject may do it with. */
export interface Listed {
  /** Its place in the order: what a page goes on after. */
  readonly place: string;
  readonly id: string;
  readonly record: TargetRecord | null;
}

export interface Window {
  readonly after: string | null;
  readonly limit: number;
}

type Sources = Pick<PdpDeps, "vocabulary" | "records" | "appRecords">;

/** Patients asked for at once. */
const BATCH = 50;
const NONE: Found<Listed> = { results: [], next: null };

/**
 * One page of the resources of a type that are permitted, in a fixed order. Only patients in the subject's reach are asked
 * for, so that effort tells of relation facts alone; records of the directory are not listed.
 * @throws AppError as the upstream does
 */
export async function listPermitted(
  sources: Sources,
  type: string,
  matter: Omit<Matter, "resource" | "told">,
  sight: Sight,
  window: Window,
): Promise<Found<Listed>> {
  const { decision } = sight;
  const kind = matter.rule && kindOf(sources, decision.policy, { type }, matter.rule);
  if (!kind || kind.find === "nothing" || kind.find === "directory" || refusalOf(decision, kind) !== null)
    return NONE;
  const listed =
    kind.find === "app"
      ? appListed(sources, type, matter, sight, window.after)
      : fhirListed(sources, kind, matter.honorsObligations, sight, window.after);
  const results: Listed[] = [];
  for await (const one of listed) {
    if (results.length === window.limit) return { results, next: results.at(-1)?.place ?? null };
    results.push(one);
  }
  return { results, next: null };
}

async function* appListed(
  sources: Sources,
  type: string,
  matter: Omit<Matter, "resource" | "told">,
  sight: Sight,
  after: string | null,
): AsyncIterable<Listed> {
  const ids = (await sources.appRecords?.list(type)) ?? [];
  for (const id of ids) {
    if (after !== null && id <= after) continue;
    const judged = await verdictOn(sources, { ...matter, resource: { type, id }, told: null }, sight);
    if (isPermitted(judged.verdict)) yield { place: id, id, record: judged.record };
  }
}

async function* fhirListed(
  { records }: Sources,
  kind: Kind,
  honorsObligations: boolean,
  sight: Sight,
  after: string | null,
): AsyncIterable<Listed> {
  const { decision, facts } = sight;
  const patients = [...reachOf(decision, facts).patients].toSorted();
  const begun = after?.split("/")[0] ?? "";
  const ahead = patients.filter((patient) => patient >= begun);
  for (let at = 0; at < ahead.length; at += BATCH) {
    const batch = ahead.slice(at, at + BATCH);
    const found: Listed[] = [];
    const resources: JsonObject[] = [];
    for await (const resource of records.about(kind.type, batch)) resources.push(resource);
    const lent = await records.lentTo(resources, decision.policy.segments);
    for (const [n, resource] of resources.entries()) {
      const id = typeof resource["id"] === "string" ? resource["id"] : "";
      const record = fhirRecord(decision.policy, kind.type, id, resource, lent[n] ?? EVERY_SEGMENT);
      const place = record && placeOf(record, new Set(batch), patients);
      if (!place || (after !== null && place <= after)) continue;
      if (isPermitted(judge(sight, { ...kind, record }, honorsObligations)))
        found.push({ place, id: record.facts.id, record });
    }
    yield* found.toSorted((a, b) => (a.place < b.place ? -1 : 1));
  }
}

/** By the first of its patients in reach, so that a record of several is listed once; null: under another batch. */
function placeOf(
  { facts }: TargetRecord,
  batch: ReadonlySet<string>,
  reach: readonly string[],
): string | null {
  const first = facts.patients.filter((patient) => reach.includes(patient)).toSorted()[0];
  return first !== undefined && batch.has(first) ? `${first}/${facts.id}` : null;
}

function isPermitted(verdict: Verdict | { readonly code: string }): boolean {
  return !("code" in verdict);
}
