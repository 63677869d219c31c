import { Command } from "commander";
import { type GapReport, gapReport } from "../catalogue/gaps.ts";
import type { JsonObject } from "../kernel/json.ts";
import { resourcesIn } from "./fhir-files.ts";
import { readInput } from "./input.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";
import { openPolicyHere } from "./policy-here.ts";

/** Kinds that ask for work on the element files or for a look at the upstream; the others are withheld by design. */
const ASKS_FOR_WORK: ReadonlySet<string> = new Set(["unmapped", "unmapped-type", "not-in-r4"]);

export function gapsCommand(): Command {
  return new Command("gaps")
    .description("paths of a data set that no element covers: they are denied, and listed here")
    .argument("<files...>", "FHIR resources or Bundles as JSON or NDJSON; - for stdin")
    .option("--all", "list what is withheld by design too: narrative, contained, meta…")
    .addOption(outputOption())
    .action(reportGaps);
}

async function reportGaps(
  files: readonly string[],
  options: { readonly all?: boolean; readonly output: OutputFormat },
): Promise<void> {
  const { policy } = await openPolicyHere();
  const resources: JsonObject[] = [];
  for (const file of files) resources.push(...resourcesIn(await readInput(file), file));
  const report = gapReport(policy.catalogue, resources);
  const listed = report.gaps.filter(({ kind }) => options.all || ASKS_FOR_WORK.has(kind));
  const rows = listed.map(({ path, kind, resources: count, urls }) => [path, kind, count, urls]);
  print(options.output, ["path", "kind", "resources", "extension urls"], rows, report);
  tellCount(report, listed.length, options.all === true);
}

function tellCount(report: GapReport, listed: number, all: boolean): void {
  const byDesign = report.gaps.filter(({ kind }) => !ASKS_FOR_WORK.has(kind)).length;
  tell(`${report.resources} resources of ${Object.keys(report.types).length} types: ${listed} paths listed`);
  if (!all && byDesign > 0) tell(`${byDesign} more are withheld by design: --all lists them`);
}
