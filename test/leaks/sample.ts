/** A sample that holds every resource type, every sensitive kind of each type (by itself or by what it refers to), and all that is named. */
import { createLabelBook } from "../../src/catalogue/label-book.ts";
import { recordFactsOf } from "../../src/catalogue/record-facts.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import type { CompiledPolicy } from "../../src/policy/types.ts";
import { nameOf } from "./chart.ts";

/**
 * The first records of each type under each set of segments, `each` of them, and every record of `named`
 * (`Type/id`), in the order of `resources`.
 */
export function stratified(
  policy: CompiledPolicy,
  resources: readonly JsonObject[],
  each: number,
  named: ReadonlySet<string> = new Set(),
): readonly JsonObject[] {
  const seen = new Map<string, number>();
  const labels = createLabelBook(policy.segments);
  for (const resource of resources) labels.add(resource);
  return resources.filter((resource) => {
    const { type, segments } = recordFactsOf(resource, policy.segments, labels.lentTo(resource));
    const stratum = `${type}/${segments}${traits(resource)}`;
    const count = (seen.get(stratum) ?? 0) + 1;
    seen.set(stratum, count);
    return count <= each || named.has(nameOf(resource));
  });
}

/** What element paths test on a whole resource: records of one type that belong to different elements. */
function traits(resource: JsonObject): string {
  const codes = ["category", "type"].map((key) =>
    JSON.stringify(resource[key] ?? null).match(/"code":"[^"]+"/g),
  );
  return resource["resourceType"] === "Observation" || resource["resourceType"] === "DocumentReference"
    ? codes.flatMap((found) => found ?? []).join()
    : "";
}
