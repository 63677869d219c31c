/** Records with canaries in them, read once: what each leaf is and whose, whoever asks later. */
import { createLabelBook, type LabelBook } from "../../src/catalogue/label-book.ts";
import { recordFactsOf } from "../../src/catalogue/record-facts.ts";
import type { RecordFacts } from "../../src/catalogue/types.ts";
import type { Facts } from "../../src/decision/types.ts";
import { isJsonObject, parseJsonObject, stringifyJson } from "../../src/kernel/json.ts";
import type { JsonObject, JsonValue } from "../../src/kernel/json.ts";
import type { CompiledPolicy } from "../../src/policy/types.ts";
import { objectProjection } from "../../src/projection/object-projection.ts";
import type { FhirProjection } from "../../src/projection/types.ts";
import { sharedHospital } from "../../demo/testing/shared-hospital.ts";
import { plantCanaries } from "../../demo/canaries/plant.ts";
import { pathsByType } from "./element-paths.ts";
import { readRecord } from "./leaves.ts";
import type { ReadRecord } from "./leaves.ts";
import { overgrown } from "./planting.ts";
import { AUTHOR, generousFacts } from "./sessions.ts";

export interface ChartRecord extends ReadRecord {
  /** `Claim/17` */
  readonly name: string;
  /** As an upstream sends it: parsed from bytes. */
  readonly resource: JsonObject;
  readonly facts: RecordFacts;
}

/** A set of records and the facts that make everybody related to all of them. */
export interface Chart {
  readonly policy: CompiledPolicy;
  readonly records: readonly ChartRecord[];
  readonly facts: Facts;
  readonly caseId: string;
  /** What each record comes by through what it refers to. */
  readonly labels: Pick<LabelBook, "lentTo">;
  readonly projection: FhirProjection;
}

/** A chart with the canaries that stand in it, those of planting.ts aside. */
export interface PlantedChart extends Chart {
  readonly canaries: ReadonlySet<string>;
}

/** A chart with a canary at every leaf, and with what lies beside and below every leaf. */
export function plantedChart(
  policy: CompiledPolicy,
  resources: readonly JsonObject[],
  caseId: string,
): PlantedChart {
  const planted = plantCanaries({ ...sharedHospital(), resources });
  const chart = chartOf(policy, overgrown(planted.resources), caseId);
  return { ...chart, canaries: new Set(planted.canaries.keys()) };
}

/** A chart of the records as they are. */
export function chartOf(policy: CompiledPolicy, resources: readonly JsonObject[], caseId: string): Chart {
  const paths = pathsByType(policy.catalogue);
  const sent = resources.map((resource) => parseJsonObject(Buffer.from(stringifyJson(resource))));
  const labels = createLabelBook(policy.segments);
  for (const resource of sent) labels.add(resource);
  const records = sent.map((resource) => ({
    name: nameOf(resource),
    resource,
    facts: recordFactsOf(resource, policy.segments, labels.lentTo(resource)),
    ...readRecord(resource, paths.get(String(resource["resourceType"])) ?? []),
  }));
  const authored = new Set(records.filter(({ resource }) => isAuthored(resource)).map(({ name }) => name));
  const facts = generousFacts(
    policy,
    records.map((record) => record.facts),
    authored,
    caseId,
  );
  return { policy, records, facts, caseId, labels, projection: objectProjection(policy.catalogue) };
}

export function nameOf(resource: JsonObject): string {
  return `${String(resource["resourceType"])}/${String(resource["id"])}`;
}

function isAuthored(resource: JsonObject): boolean {
  const authors: JsonValue | undefined = resource["author"];
  return (
    Array.isArray(authors) &&
    (authors as readonly JsonValue[]).some((author) => isJsonObject(author) && author["reference"] === AUTHOR)
  );
}
