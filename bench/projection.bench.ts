/**
 * Projection of FHIR JSON against JSON.parse + JSON.stringify of the same bytes, in one run.
 * `npx tsx bench/projection.bench.ts [folder of .json or .json.gz files]`
 * Without a folder it makes up charts of its own. Rounds are interleaved; figures are medians, CPU beside wall time.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { shippedCatalogue } from "../src/catalogue/testing/shipped.ts";
import { KEEP } from "../src/catalogue/transforms.ts";
import type { Catalogue } from "../src/catalogue/types.ts";
import { isJsonObject, parseJson, stringifyJson } from "../src/kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue } from "../src/kernel/json.ts";
import { objectProjection } from "../src/projection/object-projection.ts";
import { madeUpBundle } from "./projection-material.ts";

const ROUNDS = Number(process.env["ROUNDS"] ?? 9);
const ROUND_MS = 200;

interface Timing {
  readonly wall: number[];
  readonly cpu: number[];
}

const catalogue = shippedCatalogue();
const bundles = material(process.argv[2]);
const bytes = bundles.reduce((sum, bundle) => sum + bundle.length, 0);
const singles = bundles.flatMap(resourcesIn).map((resource) => Buffer.from(stringifyJson(resource)));

console.log(
  `node ${process.version}, ${catalogue.elements.length} elements, ${ROUNDS} rounds of ${ROUND_MS} ms`,
);
for (const [view, elements] of Object.entries(views(catalogue))) {
  compare(`bundles (${bundles.length}, ${mib(bytes)} MiB), ${view}`, bundles, elements);
  compare(`single resources (${singles.length}, ${mib(total(singles))} MiB), ${view}`, singles, elements);
}

function compare(title: string, inputs: readonly Buffer[], elements: Uint8Array): void {
  const projection = objectProjection(catalogue);
  const context = { now: Date.UTC(2026, 4, 4), tokenize: null, zip3: new Set<string>() };
  const project = (resource: JsonObject): JsonObject | null =>
    projection.project(resource, elements, context).resource;
  const contenders: Record<string, (input: Buffer) => number> = {
    "JSON.parse + stringify": (input) => Buffer.from(JSON.stringify(JSON.parse(input.toString()))).length,
    "strict parse + stringify": (input) => Buffer.from(stringifyJson(parseJson(input))).length,
    projection: (input) => resourcesIn(input).reduce((sum, resource) => sum + written(project(resource)), 0),
  };
  const timings = new Map<string, Timing>(
    Object.keys(contenders).map((name) => [name, { wall: [], cpu: [] }]),
  );
  for (let round = -1; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(contenders)) {
      const { wall, cpu } = timeRound(inputs, run);
      if (round < 0) continue;
      timings.get(name)?.wall.push(wall);
      timings.get(name)?.cpu.push(cpu);
    }
  }
  print(title, timings);
}

/** MiB per second, of wall and of CPU time. */
function timeRound(inputs: readonly Buffer[], run: (input: Buffer) => number): { wall: number; cpu: number } {
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < ROUND_MS) {
    for (const input of inputs) run(input);
    done += total(inputs);
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  const size = done / 2 ** 20;
  return { wall: (size / (performance.now() - start)) * 1e3, cpu: (size / (user + system)) * 1e6 };
}

function print(title: string, timings: ReadonlyMap<string, Timing>): void {
  const peer = timings.get("JSON.parse + stringify");
  console.log(`\n${title}`);
  for (const [name, { wall, cpu }] of timings) {
    const ratio = peer === undefined ? Number.NaN : median(cpu) / median(peer.cpu);
    const spread = `${Math.min(...cpu).toFixed(0)}–${Math.max(...cpu).toFixed(0)}`;
    console.log(
      `  ${name.padEnd(26)} ${median(wall).toFixed(0).padStart(5)} MiB/s wall  ` +
        `${median(cpu).toFixed(0).padStart(5)} MiB/s CPU (${spread})  ${ratio.toFixed(2)}× peer`,
    );
  }
}

/** A wide view (everything), the deep allow-list of a clinical role, and a narrow one. */
function views({ elements }: Catalogue): Record<string, Uint8Array> {
  const give = (...groups: string[]): Uint8Array =>
    Uint8Array.from(elements, (element) => (groups.includes(element.group) ? KEEP : 0));
  return {
    "all elements": new Uint8Array(elements.length).fill(KEEP),
    "billing elements": give("patient", "coverage", "claim", "eob", "encounter"),
    "patient elements": give("patient"),
  };
}

function material(folder: string | undefined): Buffer[] {
  if (folder === undefined) return Array.from({ length: 8 }, (_, seed) => madeUpBundle(seed, 60));
  return readdirSync(folder)
    .filter((name) => /\.json(?:\.gz)?$/.test(name))
    .map((name) => {
      const file = readFileSync(join(folder, name));
      const text = (name.endsWith(".gz") ? gunzipSync(file) : file).toString();
      // The peer gets what the projection gets: compact text of one document.
      return Buffer.from(JSON.stringify(JSON.parse(text)));
    });
}

function resourcesIn(bytes: Buffer): JsonObject[] {
  const document: JsonValue = parseJson(bytes);
  if (!isJsonObject(document)) return [];
  if (!Array.isArray(document["entry"])) return [document];
  const entries = (document["entry"] as JsonArray).filter(isJsonObject);
  return entries.map((entry) => entry["resource"]).filter(isJsonObject);
}

function written(resource: JsonObject | null): number {
  return resource === null ? 0 : Buffer.from(stringifyJson(resource)).length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function total(inputs: readonly Buffer[]): number {
  return inputs.reduce((sum, input) => sum + input.length, 0);
}

function mib(size: number): string {
  return (size / 2 ** 20).toFixed(1);
}
