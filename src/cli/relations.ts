import { Command } from "commander";
import { call } from "./client.ts";
import { asOptions, type AsOptions } from "./demo-identity.ts";
import { readInput } from "./input.ts";
import { outputOption, type OutputFormat, print } from "./output.ts";
import { type RowError, tellErrors } from "./people.ts";

interface StatusOptions extends AsOptions {
  readonly output: OutputFormat;
}

interface Status {
  readonly sources: readonly {
    readonly source: string;
    readonly facts: number;
    readonly people: number;
    readonly syncedAt: string | null;
    readonly lastFailureAt: string | null;
    readonly lastFailure: string | null;
  }[];
}

export function relationsCommand(): Command {
  const relations = new Command("relations").description(
    "why a person has to do with a patient, and how fresh that is",
  );
  const status = new Command("status")
    .description("facts and freshness by source")
    .addOption(outputOption())
    .action(showStatus);
  const sync = new Command("sync")
    .description("read the facts from the upstream now")
    .addOption(outputOption())
    .action(syncNow);
  const importCsv = new Command("import")
    .description("import relation,person,patient,from,until,refs; all rows or none")
    .argument("[file]", "a CSV file, or - for stdin", "-")
    .addOption(outputOption())
    .action(importRelations);
  return [status, sync, importCsv].reduce((all, command) => all.addCommand(asOptions(command)), relations);
}

async function showStatus(options: StatusOptions): Promise<void> {
  printStatus(options, (await call("GET", "/api/v1/relations/status", options)) as Status);
}

async function syncNow(options: StatusOptions): Promise<void> {
  printStatus(options, (await call("POST", "/api/v1/relations/sync", options)) as Status);
}

function printStatus(options: StatusOptions, status: Status): void {
  const columns = ["source", "facts", "people", "synced at", "last failure at", "last failure"];
  const rows = status.sources.map((s) => [
    s.source,
    s.facts,
    s.people,
    s.syncedAt,
    s.lastFailureAt,
    s.lastFailure,
  ]);
  print(options.output, columns, rows, status);
}

async function importRelations(file: string, options: StatusOptions): Promise<void> {
  const body = { type: "text/csv", text: await readInput(file) };
  const outcome = (await call("POST", "/api/v1/relations/import", options, body)) as {
    imported: number;
    errors: readonly RowError[];
  };
  print(options.output, ["imported", "errors"], [[outcome.imported, outcome.errors.length]], outcome);
  tellErrors(outcome.errors);
  if (outcome.errors.length > 0) process.exitCode = 3;
}
