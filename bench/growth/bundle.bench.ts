/** What a megabyte of a Bundle costs, small or large: found entry by entry, and each projected from its bytes. */
import { shippedCatalogue } from "../../src/catalogue/testing/shipped.ts";
import { KEEP } from "../../src/catalogue/transforms.ts";
import { PageCutter } from "../../src/gateway/fhir/upstream/page-cutter.ts";
import { openScanner } from "../../src/projection/bytes/open-scanner.ts";
import type { ByteScanner, ByteView } from "../../src/projection/bytes/types.ts";
import { median } from "../harness/compare.ts";
import type { BenchSettings, GrowthCurve, GrowthPoint } from "../harness/types.ts";
import { madeUpBundle } from "../projection-material.ts";

const KILOBYTE = 1_000;
const MEGABYTE = 1_000_000;
const SIZES = [10, 100, 1_000, 10_000, 100_000].map((kilobytes) => kilobytes * KILOBYTE);
/** Of projection-material.ts: an Observation and a Claim. */
const PAIR_BYTES = 2_490;
const CLAIMS = ["patient", "coverage", "claim", "eob", "encounter"];

async function points({ rounds, roundMs }: BenchSettings): Promise<readonly GrowthPoint[]> {
  const catalogue = shippedCatalogue();
  const { scanner, views } = openScanner(catalogue);
  const view = views.of(
    Uint8Array.from(catalogue.elements, ({ group }) => (CLAIMS.includes(group) ? KEEP : 0)),
  );
  // Compiled by what is counted for none of the sizes.
  const first = bundleOf(MEGABYTE);
  for (let time = 0; time < 20; time++) projectAll(scanner, view, first);
  return SIZES.map((size) => {
    const text = bundleOf(size);
    const costs = Array.from({ length: rounds + 1 }, () => costOf(scanner, view, text, roundMs));
    return { x: text.length / MEGABYTE, y: median(costs.slice(1)) };
  });
}

function bundleOf(bytes: number): Buffer {
  return madeUpBundle(1, Math.max(1, Math.round(bytes / PAIR_BYTES)));
}

/** Milliseconds of CPU a megabyte. */
function costOf(scanner: ByteScanner, view: ByteView, text: Buffer, leastMs: number): number {
  const before = process.cpuUsage();
  const start = performance.now();
  let bytes = 0;
  do {
    projectAll(scanner, view, text);
    bytes += text.length;
  } while (performance.now() - start < leastMs);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / (bytes / MEGABYTE);
}

/** What a page that the gateway does not hold whole is read by. */
const PART_BYTES = 2 ** 20;
const LONGEST_WHOLE = 32 * 2 ** 20;
const LONGEST_ENTRY = 2 ** 20;

/** As the gateway reads pages: whole, and a long one part by part, its entries cut out as they come. */
function projectAll(scanner: ByteScanner, view: ByteView, text: Buffer): void {
  if (text.length <= LONGEST_WHOLE) return projectEntries(scanner, view, text);
  const cutter = new PageCutter(LONGEST_ENTRY);
  for (let from = 0; from < text.length; from += PART_BYTES) {
    const entries = cutter.take(text.subarray(from, from + PART_BYTES)).map((entry) => Buffer.from(entry));
    if (entries.length > 0)
      projectEntries(
        scanner,
        view,
        Buffer.from(`{"resourceType":"Bundle","type":"searchset","entry":[${entries.join(",")}]}`),
      );
  }
}

/** @throws Error where the scanner finds nothing: then it would be the object-level projection that is timed */
function projectEntries(scanner: ByteScanner, view: ByteView, text: Buffer): void {
  const entries = scanner.split(text)?.entries ?? [];
  if (entries.length === 0) throw new Error("the scanner finds no entry");
  for (const span of entries)
    if (scanner.project(text, view, span) === null) throw new Error("the scanner is in doubt");
}

export default [
  {
    name: "growth/bundle-size",
    title: "Projection against the size of a Bundle",
    x: "MB of the Bundle",
    y: "ms of CPU a MB",
    points,
  },
] satisfies readonly GrowthCurve[];
