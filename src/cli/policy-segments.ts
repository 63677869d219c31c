import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { Command } from "commander";
import { candidateSegments } from "../catalogue/candidate-sets.ts";
import { type SegmentReach, segmentReach } from "../catalogue/segment-reach.ts";
import type { SegmentDefinition } from "../catalogue/types.ts";
import { readCsv } from "../identity/csv.ts";
import { AppError } from "../kernel/errors.ts";
import type { JsonObject } from "../kernel/json.ts";
import { resourcesIn } from "./fhir-files.ts";
import { readInput } from "./input.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";
import { openPolicyHere } from "./policy-here.ts";

const COLUMNS = ["segment", "type", "records", "labeled", "percent", "by references alone"];
const CODE_COLUMNS = ["set", "system", "code"];

interface Asked {
  readonly codes?: string;
  readonly output: OutputFormat;
}

/** `policy segments`: what the labels of the policy, or lists of codes that might become some, hide. */
export function segmentsCommand(): Command {
  const measure = new Command("measure")
    .description(
      "how many records of each type a segment labels; records refer to each other within all files",
    )
    .argument("<files...>", "FHIR resources or Bundles as .json or .ndjson, also with .gz; - for stdin")
    .option(
      "--codes <file>",
      "lists to measure instead: CSV with set, system, code; `F11*` stands for a beginning",
    )
    .addOption(outputOption())
    .action(measureFiles);
  return new Command("segments").description("classes of specially protected records").addCommand(measure);
}

async function measureFiles(files: readonly string[], { codes, output }: Asked): Promise<void> {
  const groups = codes === undefined ? [(await openPolicyHere()).policy.segments] : await groupsIn(codes);
  const resources = (await Promise.all(files.map(recordsIn))).flat();
  const reach = groups.flatMap((segments) => segmentReach(segments, resources));
  print(output, COLUMNS, reach.map(rowOf), { records: resources.length, reach });
  const silent = groups.flat().filter(({ id }) => reach.every(({ segment }) => segment !== id));
  tell(`${resources.length} records of ${files.length} file${files.length === 1 ? "" : "s"}`);
  if (silent.length > 0) tell(`nothing is labeled by ${silent.map(({ id }) => `\`${id}\``).join(", ")}`);
}

function rowOf({ segment, type, records, own, lent }: SegmentReach) {
  const percent = ((100 * (own + lent)) / records).toFixed(1);
  return [segment, type, records, own + lent, percent, lent];
}

async function groupsIn(file: string): Promise<readonly (readonly SegmentDefinition[])[]> {
  const { rows, errors } = readCsv(await readInput(file), CODE_COLUMNS);
  const [first] = errors;
  if (first !== undefined) throw new AppError("usage", `\`${file}\`, line ${first.line}: ${first.message}`);
  return candidateSegments(
    rows.map(({ cells }) => ({
      set: cells.get("set") ?? "",
      system: cells.get("system") ?? "",
      code: cells.get("code") ?? "",
    })),
  );
}

async function recordsIn(file: string): Promise<readonly JsonObject[]> {
  if (!file.endsWith(".gz")) return resourcesIn(await readInput(file), file);
  const packed = await readFile(file).catch((cause: unknown) => {
    throw new AppError("usage", `cannot read \`${file}\``, { cause });
  });
  return resourcesIn(gunzipSync(packed).toString("utf8"), file.slice(0, -".gz".length));
}
