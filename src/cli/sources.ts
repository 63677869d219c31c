import { Command, InvalidArgumentError, Option } from "commander";
import { call } from "./client.ts";
import type { AsOptions } from "./demo-identity.ts";
import { directiveCommand, send } from "./directive-options.ts";
import { type OutputFormat, print, tell } from "./output.ts";

/** A source as the server tells it. */
export interface ListedSource {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly owner: string;
  readonly state: string;
  readonly intervalHours: number;
  readonly seenAt: string | null;
  readonly days: readonly Day[];
  readonly mapping: unknown;
  readonly version: number;
}

type Day = Readonly<Record<"accepted" | "duplicate" | "rejected", number>>;

interface SourceOptions extends AsOptions {
  readonly output: OutputFormat;
}

interface AddOptions extends SourceOptions {
  readonly name: string;
  readonly kind: string;
  readonly owner: string;
  readonly every: number;
  readonly people: string;
  readonly patients: string;
  readonly client: readonly string[];
}

const PATH = "/api/v1/sources";
const COLUMNS = [
  "id",
  "state",
  "kind",
  "seen",
  "every h",
  "accepted",
  "duplicate",
  "rejected",
  "owner",
  "name",
];

/** `modicum sources`: systems whose logs come in, 45 CFR 164.308(a)(1)(ii)(D). */
export function sourcesCommand(): Command {
  const list = new Command("list").description("every source, with its last 14 days").action(showAll);
  const silence = new Command("silence")
    .description("sources that have fallen silent; ends with 3 where there is one")
    .action(showSilent);
  return [list, silence, addCommand()].reduce(
    (all, command) => all.addCommand(directiveCommand(command)),
    new Command("sources").description("systems whose logs come in"),
  );
}

function addCommand(): Command {
  return new Command("add")
    .description("register a system whose log comes in")
    .argument("<id>", "lower-case letters, digits and hyphens")
    .requiredOption("--name <name>", "what it is called")
    .requiredOption("--owner <person>", "who answers for it")
    .addOption(
      new Option("--kind <kind>", "how it sends").choices(["fhir", "atna", "csv"]).makeOptionMandatory(),
    )
    .option("--every <hours>", "silent after so many hours", hoursOf, 168)
    .addOption(
      new Option("--people <rule>", "whom its user names name")
        .choices(["userName", "practitioner", "own"])
        .default("own"),
    )
    .addOption(
      new Option("--patients <whose>", "whose patient ids it sends").choices(["ours", "own"]).default("ours"),
    )
    .option("--client <id...>", "registered clients that alone may send for it", [])
    .action(add);
}

/** Every source that is registered. */
export async function sourcesOf(options: AsOptions): Promise<readonly ListedSource[]> {
  return ((await call("GET", PATH, options)) as { readonly sources: readonly ListedSource[] }).sources;
}

async function showAll(options: SourceOptions): Promise<void> {
  const all = await sourcesOf(options);
  print(options.output, COLUMNS, all.map(rowOf), all);
}

async function showSilent(options: SourceOptions): Promise<void> {
  const silent = (await sourcesOf(options)).filter(({ state }) => state === "silent");
  print(options.output, COLUMNS, silent.map(rowOf), silent);
  if (silent.length === 0) tell("every source has been heard of in its time");
  else process.exitCode = 3;
}

async function add(id: string, options: AddOptions): Promise<void> {
  const { name, kind, owner, every: intervalHours, people, patients, client: clients } = options;
  const body = { id, name, kind, owner, intervalHours, people, patients, clients };
  const added = await send<ListedSource>(PATH, options, body);
  print(options.output, COLUMNS, [rowOf(added)], added);
}

function rowOf({ id, state, kind, seenAt, intervalHours, days, owner, name }: ListedSource) {
  const sum = (count: keyof Day) => days.reduce((total, day) => total + day[count], 0);
  const counts = [sum("accepted"), sum("duplicate"), sum("rejected")];
  return [id, state, kind, seenAt ?? "never", intervalHours, ...counts, owner, name];
}

function hoursOf(text: string): number {
  const hours = Number(text);
  if (!(hours > 0)) throw new InvalidArgumentError("a number of hours, more than 0");
  return hours;
}
