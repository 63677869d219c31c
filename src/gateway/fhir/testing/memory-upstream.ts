import type { Catalogue } from "../../../catalogue/types.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { QueryPair } from "../query.ts";
import { createDateReader } from "../search/dates.ts";
import { compileFilter } from "../search/filter.ts";
import type { FhirUpstream } from "../upstream/types.ts";

/** An upstream without HTTP that believes what it is asked, over the raw records. */
export interface MemoryUpstream extends FhirUpstream {
  /** Every question so far: `Type/id` of reads, `Type?…` of searches. */
  readonly asked: string[];
  /** Resources sent so far, matches or not. */
  sent: number;
}

/** Evaluates every parameter on the raw record, as an upstream does, so that a filter that should not reach it shows. */
export function memoryUpstream(records: readonly JsonObject[], catalogue: Catalogue): MemoryUpstream {
  const match = {
    now: Date.parse("2026-05-04T15:00:00Z"),
    dates: createDateReader("UTC"),
    baseUrl: "http://upstream.test",
  };
  const upstream: MemoryUpstream = {
    asked: [],
    sent: 0,
    read: async (type, id) => {
      upstream.asked.push(`${type}/${id}`);
      return records.find((record) => record["resourceType"] === type && record["id"] === id) ?? null;
    },
    search: async function* (type, parameters) {
      upstream.asked.push(`${type}?${parameters.map((pair) => pair.join("=")).join("&")}`);
      const tests = parameters.map((pair) => testOf(type, pair));
      for (const record of records) {
        if (record["resourceType"] !== type || !tests.every((test) => test(record))) continue;
        upstream.sent += 1;
        yield record;
      }
    },
  };
  const testOf = (type: string, [name, value]: QueryPair): ((record: JsonObject) => boolean) => {
    const [code = "", modifier = null] = name.split(":");
    const parameter = catalogue.searchParameter(type, code);
    if (parameter === undefined) throw new Error(`the upstream has no parameter \`${type}.${code}\``);
    const filter = compileFilter(parameter, modifier, value, match);
    if (!filter.ok) throw new Error(`the upstream cannot read \`${name}\``);
    return (record) => filter.value.matches(record);
  };
  return upstream;
}
