import { describe, expect, it } from "vitest";
import type { SegmentDefinition } from "../../../catalogue/types.ts";
import { AppError } from "../../../kernel/errors.ts";
import { parseJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { FhirUpstream } from "../upstream/types.ts";
import { recordSource } from "../record/record-source.ts";
import { createCardReader } from "./card-reader.ts";
import { createLabelSource, labelSourceOver } from "./label-source.ts";

const SNOMED = "http://snomed.info/sct";
const SEGMENTS: readonly SegmentDefinition[] = [
  {
    id: "bh",
    title: "bh",
    bit: 0,
    guard: "none",
    labels: {
      security: new Set(),
      codes: new Set([`${SNOMED}|1`]),
      prefixes: [],
      settings: new Set([`${SNOMED}|2`]),
    },
  },
];

const coded = (code: string): string => `"code":{"coding":[{"system":"${SNOMED}","code":"${code}"}]}`;

function record(ref: string, members: string): JsonObject {
  const [type, id] = ref.split("/");
  return parseJson(`{"resourceType":"${type}","id":"${id}",${members}}`) as JsonObject;
}

interface Upstream extends Pick<FhirUpstream, "read" | "search"> {
  readonly asked: string[];
}

function upstreamOf(records: readonly JsonObject[], searchFault?: AppError): Upstream {
  const asked: string[] = [];
  const isOne = (type: string, ids: readonly string[]) => (one: JsonObject) =>
    one["resourceType"] === type && ids.some((id) => id === one["id"]);
  return {
    asked,
    read: async (type, id) => {
      asked.push(`${type}/${id}`);
      return records.find(isOne(type, [id])) ?? null;
    },
    search: async function* (type, parameters) {
      asked.push(`${type}?${parameters.map((pair) => pair.join("=")).join("&")}`);
      if (searchFault !== undefined) throw searchFault;
      yield* records.filter(isOne(type, parameters[0]?.[1].split(",") ?? []));
    },
  };
}

const order = (id: string, reason: string): JsonObject =>
  record(`MedicationRequest/${id}`, `"reasonReference":[{"reference":"Condition/${reason}"}]`);

describe("labels from the upstream", () => {
  it("F166 gives each record what its references lend, in order", async () => {
    const upstream = upstreamOf([record("Condition/a", coded("1")), record("Condition/b", coded("3"))]);
    const source = createLabelSource(upstream, SEGMENTS);
    expect(await source.lentTo([order("1", "b"), order("2", "a"), order("3", "gone")])).toEqual([0, 1, 0]);
  });

  it("F166 follows a second reference", async () => {
    const visit = record("Encounter/e", `"location":[{"location":{"reference":"Location/l"}}]`);
    const place = record("Location/l", `"type":[{"coding":[{"system":"${SNOMED}","code":"2"}]}]`);
    const upstream = upstreamOf([visit, place]);
    const taken = record("Observation/o", `"encounter":{"reference":"Encounter/e"}`);
    expect(await createLabelSource(upstream, SEGMENTS).lentTo([taken])).toEqual([1]);
    expect(upstream.asked).toEqual(["Encounter?_id=e", "Location?_id=l"]);
  });

  it("F166 asks once for what several refer to, in batches, and never again within a request", async () => {
    const upstream = upstreamOf([]);
    const source = createLabelSource(upstream, SEGMENTS);
    const orders = Array.from({ length: 60 }, (_, at) => order(String(at), `c${at % 55}`));
    await source.lentTo(orders);
    await source.lentTo(orders.slice(0, 5));
    expect(upstream.asked.map((asked) => asked.split(",").length)).toEqual([50, 5]);
  });

  it("F166 does not ask for what no upstream has: an id that is none", async () => {
    const upstream = upstreamOf([]);
    const forged = record("CarePlan/1", `"addresses":[{"reference":"urn:uuid:a,b"}]`);
    expect(await createLabelSource(upstream, SEGMENTS).lentTo([forged])).toEqual([0]);
    expect(upstream.asked).toEqual([]);
  });

  it("F166 fails when the upstream does not answer", async () => {
    const upstream = upstreamOf([], new AppError("upstream_unreachable", "the upstream does not answer"));
    await expect(createLabelSource(upstream, SEGMENTS).lentTo([order("1", "a")])).rejects.toThrow(AppError);
  });

  it("F166 reads one by one where the upstream does not search by id", async () => {
    const fault = new AppError("upstream_invalid", "it answered with status `400`");
    const upstream = upstreamOf([record("Condition/a", coded("1"))], fault);
    expect(await createLabelSource(upstream, SEGMENTS).lentTo([order("1", "a"), order("2", "x")])).toEqual([
      1, 0,
    ]);
    expect(upstream.asked).toEqual(["Condition?_id=a,x", "Condition/a", "Condition/x"]);
  });

  it("F166 does not believe a record that it did not ask for", async () => {
    const liar: Pick<FhirUpstream, "read" | "search"> = {
      read: async () => null,
      search: async function* () {
        yield record("Condition/other", coded("1"));
        yield record("Procedure/a", coded("1"));
      },
    };
    expect(await createLabelSource(liar, SEGMENTS).lentTo([order("1", "a")])).toEqual([0]);
  });

  it("F169 asks once for what requests want to know at once, and anew for the next", async () => {
    const upstream = upstreamOf([record("Condition/a", coded("1"))]);
    const reader = createCardReader(recordSource(upstream, false), SEGMENTS, null);
    const lent = (): Promise<unknown> => labelSourceOver(reader, SEGMENTS).lentTo([order("1", "a")]);
    const together = await Promise.all([lent(), lent(), lent()]);
    const askedTogether = upstream.asked.length;
    await lent();
    expect([together, askedTogether, upstream.asked.length]).toEqual([[[1], [1], [1]], 1, 2]);
  });
});
