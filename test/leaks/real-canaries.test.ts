import { expect, test } from "vitest";
import { realDataAbsent, realResources, SKIPPED } from "../../src/projection/testing/real-resources.ts";
import { isJsonObject, parseJson, stringifyJson } from "../../src/kernel/json.ts";
import type { JsonObject, JsonValue } from "../../src/kernel/json.ts";
import { nameOf, plantedChart } from "./chart.ts";
import { specifyLeaks } from "./contract.ts";
import { stratified } from "./sample.ts";
import { sessionsOf, shippedPolicy } from "./sessions.ts";

const policy = await shippedPolicy();

test.skipIf(realDataAbsent)(`F160 the canaries of Synthea and US Core are looked for${SKIPPED}`, () => {
  expect(new Set(realResources(1).map(({ resourceType }) => resourceType)).size).toBeGreaterThan(25);
});

if (!realDataAbsent) {
  const resources = stratified(policy, [...unique(asLoaded(realResources(2))).values()], 3);
  const patient = String(resources.find(({ resourceType }) => resourceType === "Patient")?.["id"]);
  const chart = plantedChart(policy, resources, "Claim/of-the-case");
  specifyLeaks("Synthea and US Core", chart, sessionsOf(policy, [patient]));
}

/** As a server keeps them: links by `urn:uuid:` become links by type and id. */
function asLoaded(resources: readonly JsonObject[]): readonly JsonObject[] {
  const names = new Map(
    resources.map((resource) => [`urn:uuid:${String(resource["id"])}`, nameOf(resource)]),
  );
  const text = stringifyJson(resources).replaceAll(
    /urn:uuid:[0-9a-f-]{36}/g,
    (link) => names.get(link) ?? link,
  );
  const loaded = parseJson(text);
  return Array.isArray(loaded) ? (loaded as readonly JsonValue[]).filter(isJsonObject) : [];
}

/** One record for each name: the two editions of US Core repeat some. */
function unique(resources: readonly JsonObject[]): ReadonlyMap<string, JsonObject> {
  return new Map(resources.map((resource) => [nameOf(resource), resource]));
}
