import { Command } from "commander";
import { call } from "./client.ts";
import { asOptions, type AsOptions } from "./demo-identity.ts";
import { entryFilters, type EntryFilters, filtersOf, logExportCommand } from "./log-export.ts";
import { logIntegrityCommand } from "./log-integrity.ts";
import { retentionCommands } from "./log-retention.ts";
import { logVerifyCommand } from "./log-verify.ts";
import { logWitnessCommand } from "./log-witness.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";

interface SearchOptions extends AsOptions, EntryFilters {
  readonly after?: string;
  readonly limit: string;
  readonly output: OutputFormat;
}

interface Page {
  readonly entries: readonly Entry[];
  readonly next: string | null;
  readonly exceptions?: { readonly breakGlass: number; readonly jit: number };
}

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly person: string | null;
  readonly interaction: string;
  readonly resourceType: string | null;
  readonly purpose: string | null;
  readonly outcome: string;
  readonly reason: string | null;
  readonly recordCount: number;
  readonly withheldCount: number;
  readonly released: readonly string[];
  readonly changes: readonly string[];
  readonly patients?: readonly string[];
}

const COLUMNS = [
  "at",
  "person",
  "interaction",
  "type",
  "purpose",
  "outcome",
  "reason",
  "records",
  "elements",
  "withheld",
  "patients",
  "changes",
  "id",
];

export function logCommand(): Command {
  const log = new Command("log").description("the record: who saw what, why, and under which rule");
  const search = entryFilters(
    new Command("search").description("search the record, newest first unless turned"),
  )
    .option("--after <cursor>", "go on after this page")
    .option("--limit <n>", "entries a page", "50")
    .addOption(outputOption())
    .action(searchRecord);
  const commands = [
    asOptions(search),
    asOptions(logExportCommand()),
    logIntegrityCommand(),
    logVerifyCommand(),
    logWitnessCommand(),
    ...retentionCommands(),
  ];
  return commands.reduce((all, command) => all.addCommand(command), log);
}

async function searchRecord(options: SearchOptions): Promise<void> {
  const { as, purpose, case: caseId, output, limit, after, ...filters } = options;
  const query = {
    ...filtersOf(filters),
    limit: Number(limit),
    ...(after === undefined ? {} : { after }),
  };
  const page = (await call(
    "POST",
    "/api/v1/record/_search",
    { as, purpose, case: caseId },
    {
      type: "application/json",
      text: JSON.stringify(query),
    },
  )) as Page;
  print(
    output,
    COLUMNS,
    page.entries.map((entry) => rowOf(entry, output)),
    page,
  );
  if (page.entries.length === 0) tell("no entry matches");
  if (page.exceptions !== undefined)
    tell(`break-glass ${page.exceptions.breakGlass}, just-in-time ${page.exceptions.jit}`);
  if (page.next !== null) tell(`more: --after ${page.next}`);
}

function rowOf(entry: Entry, output: OutputFormat) {
  return [
    entry.at,
    entry.person,
    entry.interaction,
    entry.resourceType,
    entry.purpose,
    entry.outcome,
    entry.reason,
    entry.recordCount,
    entry.released.length,
    entry.withheldCount,
    patientsShown(entry.patients ?? [], output),
    changesShown(entry.changes, output),
    entry.id,
  ];
}

/** How many patients a line of a table names before it counts the rest. */
const NAMED = 3;

/** All of them, but in a table the first few: one long cell would push every line off the screen. */
export function patientsShown(patients: readonly string[], output: OutputFormat): readonly string[] {
  if (output !== "table" || patients.length <= NAMED) return patients;
  return [...patients.slice(0, NAMED), `+${patients.length - NAMED}`];
}

/** Each of them, but in a table how many: what changed is sentences, which `-o json` shows whole. */
export function changesShown(changes: readonly string[], output: OutputFormat): string {
  if (output !== "table") return changes.join("; ");
  return changes.length === 0 ? "" : String(changes.length);
}
