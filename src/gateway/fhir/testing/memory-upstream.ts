import type { Catalogue } from "../../../catalogue/types.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { QueryPair } from "../query.ts";
import { createDateReader } from "../search/dates.ts";
import { compileFilter } from "../search/filter.ts";
import { typeOf } from "./record-name.ts";
import type { FhirUpstream } from "../upstream/types.ts";
import type { FhirUpstreamWrites } from "../upstream/writes.ts";
import { memoryWrites } from "./memory-writes.ts";
import type { Shelf } from "./memory-writes.ts";

/** An upstream without HTTP that believes what it is asked, over the raw records. */
export interface MemoryUpstream extends FhirUpstream {
  /** Every question so far: `Type/id` of reads, `Type?…` of searches. */
  readonly asked: string[];
  /** Resources sent so far, matches or not. */
  sent: number;
  history(type: string, id: string): Promise<readonly JsonObject[]>;
  readonly writes: FhirUpstreamWrites;
  /** True for a record that was once there and is no more. */
  isDeleted(type: string, id: string): boolean;
  /** The records as they are now. */
  records(): readonly JsonObject[];
  /** True once a write has changed something. */
  isChanged(): boolean;
}

type Test = (record: JsonObject) => boolean;

/**
 * Evaluates every parameter on the raw record, as an upstream does, so that a filter that should not reach it shows.
 * `past` are older versions, oldest first.
 */
export function memoryUpstream(
  records: readonly JsonObject[],
  catalogue: Catalogue,
  past: readonly JsonObject[] = [],
): MemoryUpstream {
  const byType = new Map<string, JsonObject[]>();
  for (const record of records) {
    const type = typeOf(record);
    const ofType = byType.get(type);
    if (ofType === undefined) byType.set(type, [record]);
    else ofType.push(record);
  }
  const ofId = (type: string, id: string): JsonObject | null =>
    byType.get(type)?.find((record) => record["id"] === id) ?? null;
  let isChanged = false;
  const shelf: Shelf = {
    get: ofId,
    put: (type, id, record) => {
      isChanged = true;
      const others = (byType.get(type) ?? []).filter((one) => one["id"] !== id);
      byType.set(type, record === null ? others : [...others, record]);
    },
  };
  const upstream: MemoryUpstream = {
    asked: [],
    sent: 0,
    read: async (type, id) => {
      upstream.asked.push(`${type}/${id}`);
      return ofId(type, id);
    },
    search: async function* (type, parameters) {
      upstream.asked.push(`${type}?${parameters.map((pair) => pair.join("=")).join("&")}`);
      const tests = parameters.map((pair) => testOf(catalogue, type, pair));
      for (const record of byType.get(type) ?? []) {
        if (!tests.every((test) => test(record))) continue;
        upstream.sent += 1;
        yield record;
      }
    },
    history: async (type, id) => {
      upstream.asked.push(`${type}/${id}/_history`);
      const current = ofId(type, id);
      if (current === null) return [];
      const older = past.filter((record) => record["resourceType"] === type && record["id"] === id);
      return [...older, current].map(versioned).toReversed();
    },
    writes: memoryWrites(shelf),
    isDeleted: (type, id) =>
      ofId(type, id) === null && past.some((one) => typeOf(one) === type && one["id"] === id),
    records: () => [...byType.values()].flat(),
    isChanged: () => isChanged,
  };
  return upstream;
}

function testOf(catalogue: Catalogue, type: string, [name, value]: QueryPair): Test {
  if (name === "_id") return ofIds(value);
  const [code = "", modifier = null] = name.split(":");
  const parameter = catalogue.searchParameter(type, code);
  if (parameter === undefined) throw new Error(`the upstream has no parameter \`${type}.${code}\``);
  const filter = compileFilter(parameter, modifier, value, RAW);
  if (!filter.ok) throw new Error(`the upstream cannot read \`${name}\``);
  return (record) => filter.value.matches(record);
}

const RAW = {
  now: Date.parse("2026-05-04T15:00:00Z"),
  dates: createDateReader("UTC"),
  baseUrl: "http://upstream.test",
};

function ofIds(value: string): Test {
  const ids = new Set(value.split(","));
  return (record) => ids.has(record["id"] as string);
}

/** As a server sends a version: with its number and its time. */
function versioned(record: JsonObject, at: number): JsonObject {
  const meta = isJsonObject(record["meta"]) ? record["meta"] : {};
  const versionId = String(at + 1);
  return { ...record, meta: { lastUpdated: `2026-01-0${versionId}T00:00:00Z`, ...meta, versionId } };
}
