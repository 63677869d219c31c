/** What a kernel makes of a file, beside what the reference makes of it row by row. */
import { recordFactsOf } from "../../../catalogue/record-facts.ts";
import { codeOf, DROP, KEEP } from "../../../catalogue/transforms.ts";
import type { TransformVector } from "../../../catalogue/transforms.ts";
import type { SegmentDefinition } from "../../../catalogue/types.ts";
import { testCatalogue, testContext } from "../../testing/catalogue.ts";
import { objectProjection } from "../../object-projection.ts";
import type { CsvKernel } from "../csv-kernel/types.ts";
import { minimizeCsv } from "../csv.ts";
import type { CsvOptions } from "../csv.ts";
import { Tally } from "../tally.ts";
import type { Dice } from "./odd-csv.ts";

const catalogue = testCatalogue();
const projection = objectProjection(catalogue);
const ICD_10 = "http://hl7.org/fhir/sid/icd-10-cm";
const segments: readonly SegmentDefinition[] = [
  segment(0, [`${ICD_10}|F12`, "http://www.nlm.nih.gov/research/umls/rxnorm|7804"], [`${ICD_10}|F10`]),
  segment(1, ["http://loinc.org|75616-4"], ["http://hl7.org/fhir/sid/ndc|00093"]),
];

function segment(bit: number, codes: readonly string[], prefixes: readonly string[]): SegmentDefinition {
  return {
    id: `s${bit}`,
    title: `s${bit}`,
    bit,
    labels: { security: new Set(), codes: new Set(codes), prefixes },
    guard: "none",
  };
}

/** What came of a file: all that a caller, an operator and a recipient can see. */
export interface Outcome {
  readonly text: string;
  readonly summary: unknown;
  readonly problem: string | null;
}

/** Options under which rows of different patients and labels show different things, or all the same. */
export function madeUpOptions(dice: Dice): CsvOptions {
  const transforms = dice.onceIn(3) ? (["mask", "generalize:year", "tokenize", "count"] as const) : [];
  const views = Array.from({ length: 4 }, () => madeUpView(dice, transforms.map(codeOf)));
  const alike = dice.onceIn(3);
  const patients = !alike && !dice.onceIn(3);
  const labels = !alike && !dice.onceIn(3);
  const most = Uint8Array.from(catalogue.elements, (_, i) =>
    Math.max(...views.map((view) => view[i] ?? DROP)),
  );
  return {
    catalogue,
    projection,
    context: testContext,
    grantedFor: () => most,
    viewFor: (resource) => {
      const facts = recordFactsOf(resource, labels ? segments : []);
      const patient = patients ? (facts.patients[0] ?? "").charCodeAt(1) : 0;
      const chosen = (patient + facts.segments * 3 + (patients ? 0 : facts.segments)) % 5;
      return views[chosen] ?? null;
    },
    discerns: { patients, segments: labels ? segments : [] },
    skipBad: !dice.onceIn(4),
    ...(dice.onceIn(6) ? { maxRecordBytes: dice.one([12, 40, 90]) } : {}),
  };
}

function madeUpView(dice: Dice, codes: readonly number[]): TransformVector {
  const often = dice.below(9) + 1;
  return Uint8Array.from(catalogue.elements, () => {
    if (dice.below(10) >= often) return DROP;
    return codes.length > 0 && dice.onceIn(4) ? dice.one(codes) : KEEP;
  });
}

/** Row by row through the parser, each row's view asked for. */
export function byReference(file: Uint8Array, options: CsvOptions): Promise<Outcome> {
  const { discerns: _, ...asked } = options;
  return outcomeOf(file, 1 << 20, asked);
}

/** Through a kernel that holds `buffer` bytes, given `chunk` bytes at a time. */
export function byKernel(
  kernel: CsvKernel,
  file: Uint8Array,
  options: CsvOptions,
  { buffer = kernel.input.length, chunk = 1 << 20 }: { buffer?: number; chunk?: number } = {},
): Promise<Outcome> {
  return outcomeOf(file, chunk, { ...options, kernel: withBuffer(kernel, buffer) });
}

/** Rows that kernels wrote by themselves, since the tests began. */
export const written = { rows: 0 };

function withBuffer(kernel: CsvKernel, bytes: number): CsvKernel {
  const input = kernel.input.subarray(0, bytes);
  const write = function (this: CsvKernel, first: number, until: number): number {
    const next = kernel.write.call(this, first, until);
    written.rows += next - first;
    return next;
  };
  return Object.create(kernel, { input: { value: input }, write: { value: write } }) as CsvKernel;
}

async function outcomeOf(file: Uint8Array, chunk: number, options: CsvOptions): Promise<Outcome> {
  const tally = new Tally();
  const parts: Uint8Array[] = [];
  let problem: string | null = null;
  try {
    for await (const part of minimizeCsv(chunksOf(file, chunk), options, tally)) parts.push(part);
  } catch (error) {
    problem = String(error);
  }
  const { bytesOut: _, ...summary } = tally.summary();
  // Of a run that ended early nobody is given anything.
  if (problem !== null) return { text: "", summary: null, problem };
  return { text: Buffer.concat(parts).toString("utf8"), summary, problem };
}

/** In memory that is used again for the next chunk, as files are read. */
async function* chunksOf(file: Uint8Array, chunk: number): AsyncGenerator<Uint8Array> {
  const memory = Buffer.alloc(Math.min(chunk, file.length));
  for (let at = 0; at < file.length; at += chunk) {
    memory.fill(0x22);
    memory.set(file.subarray(at, at + chunk));
    yield memory.subarray(0, Math.min(chunk, file.length - at));
  }
}
