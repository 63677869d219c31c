import { randomUUID } from "node:crypto";
import { Command, Option } from "commander";
import {
  directiveCommand,
  type DirectiveOptions,
  everyPage,
  instantOf,
  send,
  several,
} from "./directive-options.ts";
import { print } from "./output.ts";

interface Consent {
  readonly id: string;
  readonly patient: string;
  readonly status: string;
  readonly discloser: string;
  readonly recipients: readonly string[];
  readonly bases: readonly string[];
  readonly signedAt: string;
  readonly until: string | null;
}

interface ListOptions extends DirectiveOptions {
  readonly patient?: string;
  readonly status?: string;
}

interface AddOptions extends DirectiveOptions {
  readonly id: string;
  readonly patient: string;
  readonly discloser: string;
  readonly describes: string;
  readonly present: readonly string[];
  readonly recipient: readonly string[];
  readonly basis: readonly string[];
  readonly signed: string;
  readonly until?: string;
  readonly note?: string;
}

const PATH = "/api/v1/consents";
const COLUMNS = ["id", "status", "patient", "discloser", "recipients", "bases", "signed at", "until"];

/** `modicum consent`: written consents to disclose records of substance use disorder treatment, 42 CFR 2.31. */
export function consentCommand(): Command {
  const ls = new Command("ls")
    .description("consents, newest first")
    .option("--patient <id>", "of this patient")
    .addOption(new Option("--status <status>", "that stand so").choices(["given", "revoked"]))
    .action(list);
  const revoke = new Command("revoke")
    .description("the patient revokes it: nothing more is disclosed on it")
    .argument("<id>")
    .option("--note <text>", "in whose words; kept sealed")
    .action(revokeOne);
  return [ls, addCommand(), revoke].reduce(
    (all, command) => all.addCommand(directiveCommand(command)),
    new Command("consent").description("consents to disclose records of substance use disorder treatment"),
  );
}

function addCommand(): Command {
  return new Command("add")
    .description("register a written consent; one that lacks an element of 42 CFR 2.31 is refused")
    .requiredOption("--patient <id>", "logical id of the Patient")
    .requiredOption("--discloser <name>", "who may disclose: the program or person")
    .requiredOption("--describes <text>", "how much and what kind of information; kept sealed")
    .requiredOption("--recipient <class>", "may stand several times", several, [])
    .requiredOption(
      "--basis <basis>",
      "treatment, payment, operations…; may stand several times",
      several,
      [],
    )
    .requiredOption("--present <part>", "an element that the form has; once for each", several, [])
    .requiredOption("--signed <date>", "the date of the signature")
    .option("--until <date>", "its end; left out where the form says none")
    .option("--note <text>", "kept sealed")
    .addOption(new Option("--id <uuid>", "sent twice it is one").default(randomUUID(), "a new one"))
    .action(add);
}

async function list({ patient, status, ...options }: ListOptions): Promise<void> {
  const found = await everyPage<Consent>(`${PATH}/_search`, "consents", options, { patient, status });
  print(options.output, COLUMNS, found.map(rowOf), found);
}

async function add(options: AddOptions): Promise<void> {
  const added = await send<Consent>(PATH, options, {
    id: options.id,
    patient: options.patient,
    present: options.present,
    discloser: options.discloser,
    description: options.describes,
    recipients: options.recipient,
    bases: options.basis,
    signedAt: instantOf(options.signed),
    until: instantOf(options.until),
    note: options.note,
  });
  print(options.output, COLUMNS, [rowOf(added)], added);
}

async function revokeOne(id: string, options: DirectiveOptions & { readonly note?: string }): Promise<void> {
  const path = `${PATH}/${encodeURIComponent(id)}/revoke`;
  const revoked = await send<Consent>(path, options, { note: options.note });
  print(options.output, COLUMNS, [rowOf(revoked)], revoked);
}

function rowOf({ id, status, patient, discloser, recipients, bases, signedAt, until }: Consent) {
  return [id, status, patient, discloser, recipients, bases, signedAt, until];
}
