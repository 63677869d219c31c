/** What is held against an expectation: bytes by their canaries, records by their leaves. */
import { isJsonObject, parseJsonObject } from "../../src/kernel/json.ts";
import { nameOf } from "./chart.ts";
import type { Chart } from "./chart.ts";
import { expectationsOf, isExtensionUrl } from "./expectation.ts";
import type { Expectation } from "./expectation.ts";
import { readRecord } from "./leaves.ts";
import { canariesIn } from "./literals.ts";
import type { Session } from "./sessions.ts";
import { throughNdjson } from "./through-files.ts";

/** Canaries that came out and must not, and that must and did not, each by the place it was planted at. */
export interface Difference {
  readonly leaked: readonly string[];
  readonly missing: readonly string[];
}

export const NONE: Difference = { leaked: [], missing: [] };

/** Compares bytes with what these records may show. */
export function differenceOf(bytes: string, expected: readonly Expectation[], chart: Chart): Difference {
  const may = new Set(expected.flatMap(({ canaries }) => [...canaries]));
  const came = canariesIn(bytes);
  return {
    leaked: [...came].filter((canary) => !may.has(canary)).map((canary) => placeOf(canary, chart)),
    missing: [...may].filter((canary) => !came.has(canary)).map((canary) => placeOf(canary, chart)),
  };
}

function placeOf(canary: string, { records }: Chart): string {
  for (const { name, leaves } of records) {
    const leaf = leaves.find(({ literal }) => literal.includes(canary));
    if (leaf !== undefined) return `${name} ${leaf.path}`;
  }
  return canary;
}

/** What another form than the value's own may leave: an absent-reason, a year, three digits of a ZIP code. */
const FORMS =
  /=(?:masked|\d{4}|\d{3}|http:\/\/hl7\.org\/fhir\/StructureDefinition\/data-absent-reason|https:\/\/modicum\.dev\/.*)$/;

/**
 * Records of an NDJSON output whose leaves are not those expected, with the leaves that are too many or too few;
 * the values that carry no canary too: codes, booleans, links. Records of transformed elements may hold their forms.
 */
export function strayLeaves(
  ndjson: string,
  expected: readonly Expectation[],
): Readonly<Record<string, unknown>> {
  const came = new Map(
    ndjson
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => parseJsonObject(Buffer.from(line)))
      .map((resource) => [nameOf(resource), leavesOf(resource)] as const),
  );
  const strays: Record<string, unknown> = {};
  for (const { record, isVisible, leaves, isTransformed } of expected) {
    const shown = came.get(record.name);
    if (!isVisible && shown === undefined) continue;
    const more = without(shown ?? [], leaves).filter((leaf) => !(isTransformed && FORMS.test(leaf)));
    const less = without(leaves, shown ?? []);
    if (isVisible !== (shown !== undefined) || more.length > 0 || less.length > 0)
      strays[record.name] = { isVisible, more, less };
  }
  return strays;
}

function leavesOf(resource: Parameters<typeof readRecord>[0]): readonly string[] {
  return readRecord(resource, [])
    .leaves.filter((leaf) => !isExtensionUrl(leaf))
    .map(({ path, literal }) => `${path}=${literal}`);
}

/** The first list less the second, one for one. */
function without(list: readonly string[], taken: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const one of taken) left.set(one, (left.get(one) ?? 0) + 1);
  return list.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}

/** Entries of a searchset. */
export function entryCount(body: Uint8Array | null): number {
  const { entry } = parseJsonObject(body ?? new Uint8Array());
  return Array.isArray(entry) ? entry.filter(isJsonObject).length : 0;
}

/** What a session gets and may get of a chart, worked out once for all tests about it. */
export interface Trial {
  readonly expected: readonly Expectation[];
  readonly ndjson: string;
}

const trials = new WeakMap<Chart, Map<Session, Promise<Trial>>>();

/** The trial of a session. */
export function trialOf(chart: Chart, session: Session): Promise<Trial> {
  const ofChart = trials.get(chart) ?? new Map<Session, Promise<Trial>>();
  trials.set(chart, ofChart);
  const trial = ofChart.get(session) ?? newTrial(chart, session);
  ofChart.set(session, trial);
  return trial;
}

async function newTrial(chart: Chart, session: Session): Promise<Trial> {
  return { expected: expectationsOf(chart, session, "read"), ndjson: await throughNdjson(chart, session) };
}
