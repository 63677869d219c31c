import { Command, Option } from "commander";
import { call } from "./client.ts";
import type { AsOptions } from "./demo-identity.ts";
import { wipeCommands } from "./device-wipes.ts";
import { directiveCommand } from "./directive-options.ts";
import { readInput } from "./input.ts";
import { type OutputFormat, print, tell } from "./output.ts";

interface DeviceOptions extends AsOptions {
  readonly output: OutputFormat;
}

interface ListOptions extends DeviceOptions {
  readonly text?: string;
  readonly encrypted?: string;
  readonly compliant?: string;
  readonly lost?: boolean;
  readonly sort: string;
  readonly descending?: boolean;
}

interface ListedDevice {
  readonly id: string;
  readonly owner: string;
  readonly kind: string;
  readonly platform: string;
  readonly encrypted: boolean | null;
  readonly compliant: boolean | null;
  readonly seenAt: string | null;
  readonly source: string;
  readonly reportedAt: string;
  readonly standing: string;
}

interface Shown {
  readonly device: ListedDevice;
  readonly demand: { readonly seenWithinDays: number } | null;
  readonly limits: readonly { readonly rule: string; readonly elements: number; readonly left: number }[];
}

interface Imported extends Readonly<Record<"added" | "changed" | "unchanged" | "older", number>> {
  readonly refused: readonly { readonly line: number; readonly field: string }[];
}

const PATH = "/api/v1/devices";
const SAID = ["yes", "no", "unknown"];

/** `modicum devices`: devices of the workforce, what they prove, and wipes of them, 45 CFR 164.310(d). */
export function devicesCommand(): Command {
  return [listCommand(), showCommand(), importCommand(), ...wipeCommands()].reduce(
    (all, command) => all.addCommand(directiveCommand(command)),
    new Command("devices").description("devices of the workforce, and wipes"),
  );
}

function listCommand(): Command {
  return new Command("ls")
    .description("every device, and what it proves")
    .option("--text <text>", "part of an id, owner, kind, platform or serial")
    .addOption(new Option("--encrypted <said>", "what is said of it").choices(SAID))
    .addOption(new Option("--compliant <said>", "what is said of it").choices(SAID))
    .option("--lost", "only those whose wipe nobody has confirmed")
    .addOption(new Option("--sort <column>", "in which order").choices(["id", "owner", "seen"]).default("id"))
    .option("--descending", "the last first")
    .action(list);
}

function showCommand(): Command {
  return new Command("show")
    .description("one device, and which grants of its owner it limits")
    .argument("<id>")
    .action(show);
}

function importCommand(): Command {
  return new Command("import")
    .description(
      "take an inventory in; the same file again changes nothing; ends with 3 where a row is refused",
    )
    .argument("[file]", "a CSV file, or - for stdin", "-")
    .option("--preview", "say what would come of it, and change nothing")
    .action(importFile);
}

async function list(options: ListOptions): Promise<void> {
  const query = queryOf(options);
  const all: ListedDevice[] = [];
  for (let next: string | null = ""; next !== null;) {
    if (next !== "") query.set("after", next);
    const page = (await call("GET", `${PATH}?${query.toString()}`, options)) as {
      readonly devices: readonly ListedDevice[];
      readonly next: string | null;
    };
    all.push(...page.devices);
    next = page.next;
  }
  print(options.output, COLUMNS, all.map(rowOf), all);
  if (all.length === 0) tell("no device matches");
}

function queryOf({ text, encrypted, compliant, lost, sort, descending }: ListOptions): URLSearchParams {
  const query = new URLSearchParams({ sort, limit: "500" });
  const filters = { text, encrypted, compliant, lost: lost === true ? "true" : undefined };
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) query.set(name, value);
  if (descending === true) query.set("descending", "true");
  return query;
}

const COLUMNS = [
  "id",
  "proves",
  "owner",
  "kind",
  "platform",
  "encrypted",
  "compliant",
  "seen",
  "said by",
  "at",
];

function rowOf(device: ListedDevice) {
  const { id, standing, owner, kind, platform, encrypted, compliant, seenAt, source, reportedAt } = device;
  const states = [wordOf(encrypted), wordOf(compliant), seenAt ?? "never"];
  return [id, standing, owner, kind, platform, ...states, source, reportedAt];
}

function wordOf(said: boolean | null): string {
  return said === null ? "unknown" : said ? "yes" : "no";
}

async function show(id: string, options: DeviceOptions): Promise<void> {
  const shown = (await call("GET", `${PATH}/${encodeURIComponent(id)}`, options)) as Shown;
  const { device, demand, limits } = shown;
  print(options.output, COLUMNS, [rowOf(device)], shown);
  if (options.output !== "table") return;
  if (demand === null) tell("the policy asks nothing of devices, so that it limits nobody");
  else if (limits.length === 0) tell("it limits no grant of its owner");
  for (const { rule, elements, left } of limits)
    tell(`\`${rule}\` gives ${left} of its ${elements} elements`);
}

async function importFile(
  file: string,
  options: DeviceOptions & { readonly preview?: boolean },
): Promise<void> {
  const query = options.preview === true ? "?preview=true" : "";
  const body = { type: "text/csv", text: await readInput(file) };
  const came = (await call("POST", `${PATH}/import${query}`, options, body)) as Imported;
  const { added, changed, unchanged, older, refused } = came;
  const columns = ["added", "changed", "unchanged", "older", "refused"];
  print(options.output, columns, [[added, changed, unchanged, older, refused.length]], came);
  for (const { line, field } of refused) tell(`line ${line}: \`${field}\` cannot be read`);
  if (refused.length > 0) process.exitCode = 3;
}
