import { join } from "node:path";
import { Argument, Command } from "commander";
import { readConfig } from "../config.ts";
import { openKeyFolder } from "../keys/key-folder.ts";
import { SYSTEM } from "../keys/key-types.ts";
import { openKeyring } from "../keys/keyring.ts";
import { openVault } from "../keys/vaults/open-vault.ts";
import { call } from "./client.ts";
import { asOptions, type AsOptions } from "./demo-identity.ts";
import { send } from "./directive-options.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";

interface KeyOptions extends AsOptions {
  readonly output: OutputFormat;
}

interface Key {
  readonly id: string;
  readonly use: string;
  readonly state: string;
  readonly madeAt: string;
  readonly retiredAt: string | null;
  readonly destroyedAt: string | null;
  readonly proposal: { readonly person: string; readonly at: string } | null;
  readonly seals?: readonly { readonly title: string; readonly count: number }[];
}

interface Keys {
  readonly vault: {
    readonly kind: string;
    readonly name: string;
    readonly ok: boolean;
    readonly detail: string | null;
  };
  readonly keys: readonly Key[];
  readonly resealing: readonly {
    readonly title: string;
    readonly state: string;
    readonly resealed: number;
  }[];
}

interface Operation {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly done: boolean;
  readonly person: string;
  readonly keys: readonly string[];
  readonly vault: string;
}

const PATH = "/api/v1/keys";
const COLUMNS = ["id", "use", "state", "made at", "retired at", "destroyed at", "to be destroyed", "seals"];

/** `modicum keys`: the keys by id, their rotation and their end; for the key custodian. */
export function keysCommand(): Command {
  const list = new Command("list").description("keys by id, use, state and age").action(listKeys);
  const rotate = new Command("rotate")
    .description("make a new active key; the one before still opens what it sealed")
    .addArgument(new Argument("<use>").choices(["seal", "wrap", "backup", "blind-index"]))
    .action((use: string, options: KeyOptions) => change("rotate", options, { use }));
  const rewrap = new Command("rewrap")
    .description("wrap every data key anew under the vault")
    .option("--new-root", "under a new root key, where it lies in a file", false)
    .action((options: KeyOptions & { readonly newRoot: boolean }) =>
      change("rewrap", options, { newRoot: options.newRoot }),
    );
  const destroy = new Command("destroy")
    .description("propose to destroy a retired key; the security officer approves")
    .argument("<id>")
    .action((id: string, options: KeyOptions) =>
      change(`${encodeURIComponent(id)}/propose-destroy`, options),
    );
  const approve = new Command("approve")
    .description("destroy a key that somebody else proposed to destroy; for good")
    .argument("<id>")
    .action((id: string, options: KeyOptions) =>
      change(`${encodeURIComponent(id)}/approve-destroy`, options),
    );
  const log = new Command("log")
    .description("what was done with keys, newest first")
    .option("--limit <n>", "at most so many", "50")
    .action(listOperations);
  const vault = new Command("vault")
    .description("what holds the root key, and whether it answers; with --move-to, another from now on")
    .option(
      "--move-to <vault>",
      "wrap every key under this vault, as MODICUM_KEY_VAULT names it; on the server itself",
    )
    .action(showVault);
  return [list, rotate, rewrap, destroy, approve, log, vault].reduce(
    (all, command) => all.addCommand(asOptions(command).addOption(outputOption())),
    new Command("keys").description("the keys by id, their rotation and their end"),
  );
}

async function listKeys(options: KeyOptions): Promise<void> {
  const answer = (await call("GET", PATH, options)) as Keys;
  print(options.output, COLUMNS, answer.keys.map(rowOf), answer);
  for (const { title, state, resealed } of answer.resealing)
    if (state === "running") tell(`${title}: ${resealed} sealed anew so far`);
}

async function change(path: string, options: KeyOptions, body: object = {}): Promise<void> {
  const answer = await send<{ readonly keys: readonly Key[] }>(`${PATH}/${path}`, options, body);
  print(options.output, COLUMNS, answer.keys.map(rowOf), answer);
}

async function listOperations(options: KeyOptions & { readonly limit: string }): Promise<void> {
  const path = `${PATH}/operations?limit=${encodeURIComponent(options.limit)}`;
  const answer = (await call("GET", path, options)) as { readonly operations: readonly Operation[] };
  const rows = answer.operations.map((one) => [
    one.at,
    one.kind,
    one.done ? "done" : "failed",
    one.person,
    one.keys,
    one.vault,
    one.id,
  ]);
  print(options.output, ["at", "operation", "outcome", "person", "keys", "vault", "entry"], rows, answer);
}

/** Ends with 1 where the vault does not answer. */
async function showVault(options: KeyOptions & { readonly moveTo?: string }): Promise<void> {
  const vault =
    options.moveTo === undefined
      ? ((await call("GET", PATH, options)) as Keys).vault
      : await moveVault(options.moveTo);
  const row = [vault.kind, vault.name, vault.ok, vault.detail];
  print(options.output, ["kind", "name", "answers", "why not"], [row], vault);
  if (!vault.ok) process.exitCode = 1;
}

/** Works on the folder of the keys, with the rights of who runs it; the server's next look tells the record. */
async function moveVault(to: string): Promise<Keys["vault"]> {
  const from = readConfig(process.env, process.cwd());
  const { keyVault } = readConfig({ ...process.env, MODICUM_KEY_VAULT: to }, process.cwd());
  const dir = join(from.dataDir, "keys");
  const keyring = await openKeyring(await openKeyFolder(dir, from.keyVault));
  const moved = await keyring.rewrapAll(SYSTEM, { to: await openVault(keyVault, dir) });
  tell(`${moved.length} keys are wrapped by it; set MODICUM_KEY_VAULT to it, and start the server again`);
  return keyring.vault();
}

function rowOf({ id, use, state, madeAt, retiredAt, destroyedAt, proposal, seals = [] }: Key) {
  const proposed = proposal === null ? null : `by ${proposal.person}`;
  const sealed = seals.map(({ title, count }) => `${title} ${count}`).join("; ");
  return [id, use, state, madeAt, retiredAt, destroyedAt, proposed, sealed];
}
