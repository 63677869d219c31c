/** The scanner in plain JavaScript, which projects where WebAssembly with SIMD is missing. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { shippedCatalogue } from "../../src/catalogue/testing/shipped.ts";
import { KEEP } from "../../src/catalogue/transforms.ts";
import type { Catalogue } from "../../src/catalogue/types.ts";
import { parseJsonObject, stringifyJson } from "../../src/kernel/json.ts";
import { javascriptScanner } from "../../src/projection/bytes/javascript/javascript-scanner.ts";
import type { ByteScanner, ByteView, ByteViews } from "../../src/projection/bytes/types.ts";
import { byteViews } from "../../src/projection/bytes/view.ts";
import { objectProjection } from "../../src/projection/object-projection.ts";
import { compare } from "../harness/compare.ts";
import type { BenchRow, BenchSettings, Measured } from "../harness/types.ts";
import { madeUpBundle } from "../projection-material.ts";

const SYNTHEA = new URL("../../../shared/data/synthea/", import.meta.url);
const CLINICAL = [
  "patient",
  "condition",
  "observation",
  "medication",
  "allergy",
  "procedure",
  "encounter",
  "care-plan",
];
const MADE_UP = 12;
const MIB = 2 ** 20;

export default [
  {
    name: "projection/javascript",
    row: "projection, pure-JavaScript fallback, strict deep allow-list, single resources",
    peer: "JSON.parse + JSON.stringify",
    unit: "MiB/s",
    must: 2.5,
    aim: 4,
    run: measure,
  },
] satisfies readonly BenchRow[];

async function measure(settings: BenchSettings): Promise<Measured> {
  const catalogue = shippedCatalogue();
  const views = byteViews(catalogue);
  const scanner = javascriptScanner();
  const resources = material();
  const clinical = clinicalView(catalogue, views);
  const shown = checkedShare(catalogue, scanner, clinical, resources);
  const ratios: string[] = [];
  for (const [title, view] of Object.entries({
    "everything kept": views.of(new Uint8Array(catalogue.elements.length).fill(KEEP)),
    "nothing kept": views.of(new Uint8Array(catalogue.elements.length)),
  })) {
    const { ratio } = await timed(scanner, view, resources, { ...settings, rounds: 7 });
    ratios.push(`${title}: ${ratio.toFixed(1)}×`);
  }
  const bytes = resources.reduce((sum, { length }) => sum + length, 0);
  const measured = await timed(scanner, clinical, resources, settings);
  return {
    ...measured,
    notes: [
      `${resources.length} resources, ${(bytes / MIB).toFixed(1)} MiB compact, of which a clinical view shows ${Math.round(shown * 100)} %`,
      ratios.join("; "),
    ],
    bound:
      "about 60 ns for each member that is walked: V8 has no SIMD, and each byte of a string is looked at once",
  };
}

function timed(
  scanner: ByteScanner,
  view: ByteView,
  resources: readonly Buffer[],
  settings: BenchSettings,
): Promise<Measured> {
  const all = (work: (resource: Buffer) => unknown) => (): number => {
    let bytes = 0;
    for (const resource of resources) {
      work(resource);
      bytes += resource.length;
    }
    return bytes;
  };
  const ours = { work: all((resource) => scanner.project(resource, view)) };
  const theirs = { work: all((resource) => Buffer.from(JSON.stringify(JSON.parse(resource.toString())))) };
  return compare({ ours, theirs }, settings, { rate: (perSecond) => perSecond / MIB });
}

/** Of the bytes, how many come out; after a look that all of it is what the object-level projection gives. */
function checkedShare(
  catalogue: Catalogue,
  scanner: ByteScanner,
  view: ByteView,
  resources: readonly Buffer[],
): number {
  const reference = objectProjection(catalogue);
  const context = { now: 0, tokenize: null, zip3: new Set<string>() };
  let [read, shown] = [0, 0];
  for (const text of resources) {
    const { resource } = reference.project(parseJsonObject(text), view.vector, context);
    const expected = resource === null ? "" : stringifyJson(resource);
    const got = Buffer.from(scanner.project(text, view)?.json ?? []).toString();
    if (got !== expected) throw new Error("the scanner shows something else than the reference");
    read += text.length;
    shown += got.length;
  }
  return shown / read;
}

function clinicalView(catalogue: Catalogue, views: ByteViews): ByteView {
  const vector = new Uint8Array(catalogue.elements.length);
  for (const group of CLINICAL)
    for (const index of catalogue.select(`${group}.*`) ?? []) vector[index] = KEEP;
  return views.of(vector);
}

/** Every resource of Synthea's Bundles, or of made-up ones where there are none; compact. */
function material(): readonly Buffer[] {
  const bundles = existsSync(SYNTHEA)
    ? readdirSync(SYNTHEA)
        .filter((name) => name.endsWith(".json.gz"))
        .map((name) => gunzipSync(readFileSync(new URL(name, SYNTHEA))))
    : Array.from({ length: MADE_UP }, (_, seed) => madeUpBundle(seed, 40));
  return bundles.flatMap((bundle) => {
    const { entry } = JSON.parse(bundle.toString()) as { entry: readonly { resource: unknown }[] };
    return entry.map(({ resource }) => Buffer.from(JSON.stringify(resource)));
  });
}
