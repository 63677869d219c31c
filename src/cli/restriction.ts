import { randomUUID } from "node:crypto";
import { Command, Option } from "commander";
import {
  cellIn,
  directiveCommand,
  type DirectiveOptions,
  everyPage,
  importRows,
  instantOf,
  listIn,
  send,
  several,
} from "./directive-options.ts";
import { print } from "./output.ts";

interface Restriction {
  readonly id: string;
  readonly patient: string;
  readonly kind: string;
  readonly status: string;
  readonly refs: readonly string[];
  readonly recipients: readonly string[];
  readonly bases: readonly string[];
  readonly elements: readonly string[];
  readonly from: string | null;
  readonly until: string | null;
}

interface ListOptions extends DirectiveOptions {
  readonly patient?: string;
  readonly status?: string;
}

interface AddOptions extends DirectiveOptions {
  readonly id: string;
  readonly patient: string;
  readonly kind: string;
  readonly ref: readonly string[];
  readonly recipient: readonly string[];
  readonly basis: readonly string[];
  readonly element: readonly string[];
  readonly from?: string;
  readonly until?: string;
  readonly note?: string;
}

const PATH = "/api/v1/restrictions";
const COLUMNS = [
  "id",
  "status",
  "kind",
  "patient",
  "refs",
  "recipients",
  "bases",
  "elements",
  "from",
  "until",
];
const CSV = ["id", "patient", "kind", "refs", "recipients", "bases", "elements", "from", "until", "note"];

/** `modicum restriction`: what individuals asked us not to use or disclose, 45 CFR 164.522(a). */
export function restrictionCommand(): Command {
  const ls = new Command("ls")
    .description("restrictions, newest first")
    .option("--patient <id>", "of this patient")
    .addOption(
      new Option("--status <status>", "that stand so").choices([
        "requested",
        "agreed",
        "refused",
        "terminated",
      ]),
    )
    .action(list);
  const importCsv = new Command("import")
    .description(`register from CSV: ${CSV.join(",")}; lists by semicolons; a row sent twice is one`)
    .argument("[file]", "a CSV file, or - for stdin", "-")
    .action(importFile);
  const commands = [ls, addCommand(), acceptCommand(), refuseCommand(), endCommand(), importCsv];
  return commands.reduce(
    (all, command) => all.addCommand(directiveCommand(command)),
    new Command("restriction").description("what individuals asked us not to use or disclose"),
  );
}

function addCommand(): Command {
  return new Command("add")
    .description("register what an individual asks for; what was paid in full is in force at once")
    .requiredOption("--patient <id>", "logical id of the Patient")
    .addOption(
      new Option("--kind <kind>", "what it rests on").choices(["self-pay", "agreed"]).makeOptionMandatory(),
    )
    .option(
      "--ref <type/id>",
      "Claim/3, Encounter/7; none: every record; may stand several times",
      several,
      [],
    )
    .option("--recipient <class>", "whom it binds; none: everyone; may stand several times", several, [])
    .option("--basis <basis>", "treatment, payment, operations; none: all three", several, [])
    .option("--element <id>", "what is restricted, such as claim.*; none: all of it", several, [])
    .option("--from <date>", "from when; else at once")
    .option("--until <date>", "until when; else until it is ended")
    .option("--note <text>", "what was asked for; kept sealed")
    .addOption(new Option("--id <uuid>", "sent twice it is one").default(randomUUID(), "a new one"))
    .action(add);
}

function acceptCommand(): Command {
  return new Command("accept")
    .description("agree to a restriction")
    .argument("<id>")
    .action((id: string, options: DirectiveOptions) => act(id, "accept", options, {}));
}

function refuseCommand(): Command {
  return new Command("refuse")
    .description("refuse a restriction; one for what was paid in full cannot be")
    .argument("<id>")
    .requiredOption("--reason <text>", "why; kept sealed")
    .action((id: string, options: DirectiveOptions & { readonly reason: string }) =>
      act(id, "refuse", options, { reason: options.reason }),
    );
}

function endCommand(): Command {
  return new Command("end")
    .description("end a restriction, as the individual asked for or agreed to")
    .argument("<id>")
    .addOption(
      new Option("--ground <ground>", "by what, 45 CFR 164.522(a)(2)")
        .choices(["individual-wrote", "individual-agreed-orally"])
        .makeOptionMandatory(),
    )
    .action((id: string, options: DirectiveOptions & { readonly ground: string }) =>
      act(id, "terminate", options, { ground: options.ground }),
    );
}

async function list({ patient, status, ...options }: ListOptions): Promise<void> {
  const found = await everyPage<Restriction>(`${PATH}/_search`, "restrictions", options, { patient, status });
  print(options.output, COLUMNS, found.map(rowOf), found);
}

async function add(options: AddOptions): Promise<void> {
  const added = await send<Restriction>(PATH, options, {
    id: options.id,
    patient: options.patient,
    kind: options.kind,
    refs: options.ref,
    recipients: options.recipient,
    bases: options.basis,
    elements: options.element,
    from: instantOf(options.from),
    until: instantOf(options.until),
    note: options.note,
  });
  print(options.output, COLUMNS, [rowOf(added)], added);
}

async function act(id: string, verb: string, options: DirectiveOptions, body: object): Promise<void> {
  const done = await send<Restriction>(`${PATH}/${encodeURIComponent(id)}/${verb}`, options, body);
  print(options.output, COLUMNS, [rowOf(done)], done);
}

async function importFile(file: string, options: DirectiveOptions): Promise<void> {
  const taken = await importRows<Restriction>(file, CSV, PATH, options, (row) => ({
    id: cellIn(row, "id"),
    patient: cellIn(row, "patient"),
    kind: cellIn(row, "kind"),
    refs: listIn(row, "refs"),
    recipients: listIn(row, "recipients"),
    bases: listIn(row, "bases"),
    elements: listIn(row, "elements"),
    from: instantOf(cellIn(row, "from")),
    until: instantOf(cellIn(row, "until")),
    note: cellIn(row, "note"),
  }));
  print(options.output, COLUMNS, taken.map(rowOf), taken);
}

function rowOf(one: Restriction) {
  const { id, status, kind, patient, refs, recipients, bases, elements, from, until } = one;
  return [id, status, kind, patient, refs, recipients, bases, elements, from, until];
}
