/** A billing export of thirty columns, of which fourteen come out. */
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { parse } from "csv-parse/sync";
import { generateHospital } from "../../demo/hospital.ts";
import { billingCsv } from "../../demo/samples/billing-csv.ts";
import { csvText } from "../../demo/samples/csv.ts";
import { shippedCatalogue } from "../../src/catalogue/testing/shipped.ts";
import { KEEP } from "../../src/catalogue/transforms.ts";
import { objectProjection } from "../../src/projection/object-projection.ts";
import type { CsvOptions } from "../../src/projection/files/csv.ts";

/** What a biller's follow-up needs; in the order of the file. */
export const KEPT = [
  "MRN",
  "Last Name",
  "First Name",
  "Date of Birth",
  "Payer",
  "Plan Name",
  "Member ID",
  "Group Number",
  "Account Balance",
  "Date of Service",
  "Diagnosis Code",
  "CPT Code",
  "Charge Amount",
  "Claim Number",
] as const;

/** The other sixteen. Memos and descriptions stay away: the parsers compared differ in nothing but speed on the rest. */
const TRIMMED = [
  "Ethnicity",
  "Sex",
  "SSN",
  "Race",
  "Marital Status",
  "Preferred Language",
  "Street Address",
  "City",
  "State",
  "ZIP",
  "Home Phone",
  "Email",
  "Primary Care Provider",
  "Copay",
  "Account Number",
  "Visit Type",
] as const;

/** Writes the rows of the demo hospital's billing export over and over, until the file has so many bytes. Gives its size. */
export async function writeBillingCsv(file: string, bytes: number): Promise<number> {
  const { header, rows } = billingRows();
  const block = Buffer.from(csvText(rows));
  const output = createWriteStream(file);
  let written = Buffer.byteLength(csvText([header]));
  output.write(csvText([header]));
  for (; written < bytes; written += block.length) if (!output.write(block)) await once(output, "drain");
  output.end();
  await once(output, "finish");
  return written;
}

function billingRows(): { header: readonly string[]; rows: readonly (readonly string[])[] } {
  const hospital = generateHospital({ seed: "bench", size: "practice", now: Date.UTC(2026, 4, 4) });
  const [all = [], ...rows] = parse(billingCsv(hospital), { record_delimiter: "\r\n" });
  const wanted = new Set<string>([...KEPT, ...TRIMMED]);
  const positions = all.flatMap((header, position) => (wanted.has(header) ? [position] : []));
  const picked = (row: readonly string[]): readonly string[] =>
    positions.map((position) => row[position] ?? "");
  return { header: picked(all), rows: rows.map(picked) };
}

/** One view for all rows: what is told apart by nothing is not looked at row by row. */
export function billingOptions(): Omit<CsvOptions, "kernel"> {
  const catalogue = shippedCatalogue();
  const kept = new Set(KEPT.map((header) => catalogue.byHeader(header)?.index));
  const view = Uint8Array.from(catalogue.elements, ({ index }) => (kept.has(index) ? KEEP : 0));
  return {
    catalogue,
    projection: objectProjection(catalogue),
    context: { now: Date.UTC(2026, 4, 4), tokenize: null, zip3: new Set() },
    viewFor: () => view,
    grantedFor: () => view,
    discerns: { patients: false, segments: [] },
  };
}
