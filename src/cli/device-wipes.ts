import { randomUUID } from "node:crypto";
import { Command } from "commander";
import { call } from "./client.ts";
import type { AsOptions } from "./demo-identity.ts";
import { send } from "./directive-options.ts";
import { type OutputFormat, print, tell } from "./output.ts";

interface WipeOptions extends AsOptions {
  readonly output: OutputFormat;
}

interface Wipe {
  readonly id: string;
  readonly device: string;
  readonly state: string;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly changedAt: string;
  readonly attempts: number;
  readonly reason: string;
}

const PATH = "/api/v1/devices";

/** What `modicum devices` does about one that is lost, 45 CFR 164.310(d)(2)(i). */
export function wipeCommands(): readonly Command[] {
  const wipe = new Command("wipe")
    .description("ask that a device be wiped")
    .argument("<id>")
    .requiredOption("--reason <text>", "why; sealed")
    .action(ask);
  const wipes = new Command("wipes")
    .description("wipes that were asked for, the newest first; ends with 3 while one is unconfirmed")
    .action(list);
  const retry = new Command("retry-wipe")
    .description("send a wipe again that failed, or that nobody has confirmed")
    .argument("<wipe>", "its id")
    .action((id: string, options: WipeOptions) => move(id, "retry", options));
  const withdraw = new Command("withdraw-wipe")
    .description("withdraw a wipe: the device was found")
    .argument("<wipe>", "its id")
    .action((id: string, options: WipeOptions) => move(id, "withdraw", options));
  return [wipe, wipes, retry, withdraw];
}

const COLUMNS = ["wipe", "device", "state", "asked by", "asked", "changed", "tries", "reason"];

function rowOf({ id, device, state, askedBy, askedAt, changedAt, attempts, reason }: Wipe) {
  return [id, device, state, askedBy, askedAt, changedAt, attempts, reason];
}

async function ask(id: string, options: WipeOptions & { readonly reason: string }): Promise<void> {
  const body = { id: randomUUID(), reason: options.reason };
  const asked = await send<Wipe>(`${PATH}/${encodeURIComponent(id)}/wipe`, options, body);
  print(options.output, COLUMNS, [rowOf(asked)], asked);
}

async function move(id: string, act: "retry" | "withdraw", options: WipeOptions): Promise<void> {
  const moved = (await call("POST", `${PATH}/wipes/${encodeURIComponent(id)}/${act}`, options)) as Wipe;
  print(options.output, COLUMNS, [rowOf(moved)], moved);
}

async function list(options: WipeOptions): Promise<void> {
  const { wipes, sends } = (await call("GET", `${PATH}/wipes`, options)) as {
    readonly wipes: readonly Wipe[];
    readonly sends: boolean;
  };
  print(options.output, COLUMNS, wipes.map(rowOf), wipes);
  const isOpen = wipes.some(({ state }) => state !== "confirmed" && state !== "withdrawn");
  if (!isOpen) return tell("no wipe is unconfirmed");
  if (!sends) tell("nobody is told of wipes: set MODICUM_DEVICE_WIPE_URL");
  process.exitCode = 3;
}
