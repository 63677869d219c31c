import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Hospital } from "./hospital.ts";
import { billingCsv } from "./samples/billing-csv.ts";
import { ndjsonLines } from "./samples/ndjson.ts";
import { workforceCsv } from "./workforce/workforce-csv.ts";

/** Types of the sample that `modicum minimize` is shown with. */
const SAMPLE_TYPES = [
  "Patient",
  "Coverage",
  "Encounter",
  "Condition",
  "Claim",
  "Observation",
  "DocumentReference",
];

/**
 * Writes what the tour of the command line needs into a folder: `workforce.csv` for `people import`,
 * `billing.csv` (40 columns) and `charts.ndjson` for `minimize`. Returns the paths.
 */
export async function writeSamples(hospital: Hospital, folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const files = [
    [join(folder, "workforce.csv"), workforceCsv(hospital)],
    [join(folder, "billing.csv"), billingCsv(hospital)],
    [join(folder, "charts.ndjson"), Readable.from(ndjsonLines(hospital, SAMPLE_TYPES))],
  ] as const;
  for (const [path, content] of files) await writeFile(path, content);
  return files.map(([path]) => path);
}
