import { Command, Option } from "commander";
import { parse } from "csv-parse/sync";
import { COLUMNS as FILE_COLUMNS, rowOf } from "../governance/inventory/rows.ts";
import type { SystemWords } from "../governance/inventory/types.ts";
import { AppError } from "../kernel/errors.ts";
import { call } from "./client.ts";
import type { AsOptions } from "./demo-identity.ts";
import { directiveCommand, send } from "./directive-options.ts";
import { readInput } from "./input.ts";
import { type Cell, type OutputFormat, print, tell } from "./output.ts";

/** A system as the server tells it. */
interface ListedSystem extends SystemWords {
  readonly confirmedAt: string;
  readonly overdue: boolean;
  readonly version: number;
}

interface Inventory {
  readonly systems: readonly ListedSystem[];
  readonly toInventory: readonly { readonly id: string; readonly name: string; readonly ask: string }[];
}

interface Taken {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly faults: readonly { readonly row: number; readonly field: string }[];
}

interface InventoryOptions extends AsOptions {
  readonly output: OutputFormat;
}

interface AddOptions extends InventoryOptions {
  readonly name: string;
  readonly owner: string;
  readonly kind: string;
  readonly standing: string;
  readonly location: string;
  readonly categories: string;
}

const PATH = "/api/v1/inventory";
const COLUMNS = ["id", "standing", "kind", "confirmed", "overdue", "categories", "owner", "name"];

/** `modicum inventory`: systems that hold PHI, as people name them (45 CFR 164.308(a)(1)(ii)(A)). */
export function inventoryCommand(): Command {
  const ls = new Command("ls")
    .description("every system; ends with 3 where a confirmation is overdue")
    .action(showAll);
  const confirm = new Command("confirm")
    .description("say that all of a system is still right")
    .argument("<id>", "as `ls` shows it")
    .action(confirmOne);
  const take = new Command("import")
    .description("take a file of systems; the same file again changes nothing")
    .argument("<file>", "CSV with a header, as `export` writes it; - for stdin")
    .action(importFile);
  const out = new Command("export")
    .description("every system as CSV, as `import` takes it")
    .action(exportAll);
  return [ls, addCommand(), confirm, take, out].reduce(
    (all, command) => all.addCommand(directiveCommand(command)),
    new Command("inventory").description("systems that hold PHI, as people name them"),
  );
}

function addCommand(): Command {
  return new Command("add")
    .description("name a system, or say that there is none of a kind")
    .argument("<id>", "lower-case letters, digits and hyphens")
    .requiredOption("--name <name>", "what it is called")
    .requiredOption("--owner <owner>", "the person or office that answers for it")
    .option("--kind <kind>", "voicemail, fax, email, shared-drive, paper…", "other")
    .addOption(
      new Option("--standing <standing>", "whether there is one")
        .choices(["in-use", "absent", "retired"])
        .default("in-use"),
    )
    .option("--location <text>", "where it is", "")
    .option("--categories <numbers>", "what it holds, of the twenty: `1,2,16`", "")
    .action(add);
}

async function inventoryAs(options: AsOptions): Promise<Inventory> {
  return (await call("GET", PATH, options)) as Inventory;
}

async function showAll(options: InventoryOptions): Promise<void> {
  const inventory = await inventoryAs(options);
  print(options.output, COLUMNS, inventory.systems.map(shortRow), inventory);
  for (const { id, name, ask } of inventory.toInventory) tell(`to inventory: ${id} (${name}). ${ask}`);
  if (inventory.systems.some(({ overdue }) => overdue)) process.exitCode = 3;
}

async function add(id: string, options: AddOptions): Promise<void> {
  const { name, owner, kind, standing, location } = options;
  const categories = options.categories
    .split(/[\s,;]+/)
    .filter((part) => part !== "")
    .map(Number);
  const body = { id, name, owner, kind, standing, location, categories };
  const added = await send<ListedSystem>(PATH, options, body);
  print(options.output, COLUMNS, [shortRow(added)], added);
}

async function confirmOne(id: string, options: InventoryOptions): Promise<void> {
  const known = (await inventoryAs(options)).systems.find((system) => system.id === id);
  if (known === undefined)
    throw new AppError("not_found", `no system is \`${id}\``, { hint: "see `modicum inventory ls`" });
  const body = { type: "application/json", text: "{}", ifMatch: known.version };
  const path = `${PATH}/${encodeURIComponent(id)}/confirm`;
  const confirmed = (await call("POST", path, options, body)) as ListedSystem;
  print(options.output, COLUMNS, [shortRow(confirmed)], confirmed);
}

/** Rows that are no system are told by their number, and end with exit code 3. */
async function importFile(file: string, options: InventoryOptions): Promise<void> {
  const [columns = [], ...rows] = cellsOf(await readInput(file), file);
  const taken = await send<Taken>(`${PATH}/import`, options, { columns, rows });
  const { added, changed, unchanged, faults } = taken;
  for (const { row, field } of faults) tell(`row ${row}: \`${field}\` cannot be read`);
  print(
    options.output,
    ["added", "changed", "unchanged", "faults"],
    [[added, changed, unchanged, faults.length]],
    taken,
  );
  if (faults.length > 0) process.exitCode = 3;
}

/**
 * The rows of a CSV file, the header first.
 * @throws AppError `usage` where its quotes do not close
 */
export function cellsOf(text: string, file: string): readonly (readonly string[])[] {
  try {
    // Whoever adds a line to an exported file ends it as their editor does.
    const lines = { record_delimiter: ["\r\n", "\n", "\r"], skip_empty_lines: true };
    return parse(text, { ...lines, bom: true, relax_column_count: true });
  } catch (cause) {
    throw new AppError("usage", `\`${file}\` is no CSV`, { cause, hint: "see its quotes" });
  }
}

async function exportAll(options: AsOptions): Promise<void> {
  const { systems } = await inventoryAs(options);
  print("csv", FILE_COLUMNS, systems.map(rowOf), systems);
}

function shortRow(system: ListedSystem): readonly Cell[] {
  const { id, standing, kind, confirmedAt, overdue, categories, owner, name } = system;
  return [
    id,
    standing,
    kind,
    confirmedAt.slice(0, 10),
    overdue ? "overdue" : "",
    categories.join(" "),
    owner,
    name,
  ];
}
