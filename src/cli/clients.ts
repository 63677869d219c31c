import { Command, Option } from "commander";
import { AppError } from "../kernel/errors.ts";
import { call } from "./client.ts";
import { asOptions, type AsOptions } from "./demo-identity.ts";
import { readInput } from "./input.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";

interface Registration {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly owner: string;
  readonly actsAs: string | null;
  readonly purposes: readonly string[];
  readonly discloses: { readonly class: string; readonly id: string } | null;
  readonly scopes: readonly string[] | null;
  readonly endsAt: string;
  readonly status: string;
}

interface OutputOptions extends AsOptions {
  readonly output: OutputFormat;
}

interface AddOptions extends OutputOptions {
  readonly title: string;
  readonly kind: string;
  readonly owner: string;
  readonly until: string;
  readonly actsAs?: string;
  readonly issuer?: string;
  readonly channel: readonly string[];
  readonly for: readonly string[];
  readonly scope: readonly string[];
  readonly discloseTo?: string;
  readonly verified: boolean;
  readonly secret: boolean;
  readonly keys?: string;
  readonly assertsDevice: boolean;
}

/** `modicum client`: which apps and programs are registered, for what, and to whom what they get goes. */
export function clientsCommand(): Command {
  const client = new Command("client").description("apps and programs that are registered");
  const ls = new Command("ls").description("registrations, by id").addOption(outputOption()).action(list);
  const disable = new Command("disable")
    .description("disable a client: its tokens are refused at once")
    .argument("<id>")
    .addOption(outputOption())
    .action(disableOne);
  return [ls, addCommand(), disable].reduce((all, command) => all.addCommand(asOptions(command)), client);
}

function addCommand(): Command {
  return new Command("add")
    .description("register an app or a program")
    .argument("<id>", "as its issuer writes it in `client_id`")
    .requiredOption("--title <title>", "for people")
    .requiredOption("--owner <person>", "who answers for it")
    .requiredOption("--until <date>", "its end, such as 2027-05-01")
    .addOption(
      new Option("--kind <kind>", "what it is")
        .choices(["app", "service", "agent", "enforcement-point"])
        .default("app"),
    )
    .option("--acts-as <person>", "whose rights it has where its token names no one else")
    .option("--issuer <url>", "whose tokens may name it; else any issuer that is trusted")
    .option("--channel <channel...>", "through what it may come; else any", [])
    .option("--for <purpose...>", "one: every call is for it; more: one has to be declared", [])
    .option("--scope <scope...>", "a ceiling on its SMART scopes", [])
    .option("--disclose-to <class:id>", "to whom everything goes that it asks for; else it uses, inside")
    .option("--verified", "the recipient is verified under 45 CFR 164.514(h)", false)
    .addOption(
      new Option("--secret", "let it authenticate here by a secret, said once")
        .default(false)
        .conflicts("keys"),
    )
    .option("--keys <file>", "let it authenticate here by these public keys: a JWK Set")
    .option("--asserts-device", "its word counts for the device that a call comes from", false)
    .addOption(outputOption())
    .action(add);
}

const COLUMNS = ["id", "kind", "status", "owner", "acts as", "purposes", "discloses to", "scopes", "ends at"];

function rowOf(one: Registration) {
  const recipient = one.discloses && `${one.discloses.class}:${one.discloses.id}`;
  return [
    one.id,
    one.kind,
    one.status,
    one.owner,
    one.actsAs,
    one.purposes,
    recipient,
    one.scopes,
    one.endsAt,
  ];
}

async function list(options: OutputOptions): Promise<void> {
  const all: Registration[] = [];
  for (let after = ""; ;) {
    const query = after === "" ? "" : `?after=${encodeURIComponent(after)}`;
    const page = (await call("GET", `/api/v1/clients${query}`, options)) as {
      readonly clients: readonly Registration[];
      readonly next: string | null;
    };
    all.push(...page.clients);
    if (page.next === null) break;
    after = page.next;
  }
  print(options.output, COLUMNS, all.map(rowOf), all);
}

async function add(id: string, options: AddOptions): Promise<void> {
  const body = { type: "application/json", text: JSON.stringify(await registrationOf(id, options)) };
  const added = (await call("POST", "/api/v1/clients", options, body)) as {
    readonly client: Registration;
    readonly secret: string | null;
  };
  print(options.output, COLUMNS, [rowOf(added.client)], added);
  if (added.secret !== null && options.output !== "json") {
    tell("the secret, which is said only now:");
    tell(added.secret);
  }
}

async function disableOne(id: string, options: OutputOptions): Promise<void> {
  const path = `/api/v1/clients/${encodeURIComponent(id)}/disable`;
  const disabled = (await call("POST", path, options)) as Registration;
  print(options.output, COLUMNS, [rowOf(disabled)], disabled);
}

async function registrationOf(id: string, options: AddOptions) {
  return {
    id,
    title: options.title,
    kind: options.kind,
    owner: options.owner,
    actsAs: options.actsAs ?? null,
    issuer: options.issuer ?? null,
    channels: options.channel,
    purposes: options.for,
    discloses: recipientOf(options),
    scopes: options.scope.length === 0 ? null : options.scope,
    endsAt: timeOf(options.until),
    assertsDevice: options.assertsDevice,
    authentication: await authenticationOf(options),
  };
}

function recipientOf({ discloseTo, verified }: AddOptions) {
  if (discloseTo === undefined) return null;
  const [kind = "", ...id] = discloseTo.split(":");
  return { class: kind, id: id.join(":"), verified };
}

async function authenticationOf({ secret, keys }: AddOptions) {
  if (secret) return { method: "client_secret" };
  if (keys === undefined) return { method: "issuer" };
  try {
    const set = JSON.parse(await readInput(keys)) as { readonly keys?: unknown };
    return { method: "private_key_jwt", keys: set.keys };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("usage", `\`${keys}\` holds no json`, { cause, hint: "give a JWK Set (RFC 7517)" });
  }
}

function timeOf(date: string): string {
  const time = Date.parse(date);
  if (Number.isNaN(time))
    throw new AppError("usage", `\`${date}\` is no date`, { hint: "such as 2027-05-01" });
  return new Date(time).toISOString();
}
