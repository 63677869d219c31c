import { randomUUID } from "node:crypto";
import { Command, Option } from "commander";
import { directiveCommand, type DirectiveOptions, everyPage, send } from "./directive-options.ts";
import { print, tell } from "./output.ts";

interface Shredding {
  readonly id: string;
  readonly patient: string | null;
  readonly reason: string;
  readonly state: string;
  readonly proposed: { readonly by: string; readonly at: string };
  readonly decided: { readonly by: string; readonly at: string } | null;
  readonly done: string | null;
}

interface ProposeOptions extends DirectiveOptions {
  readonly id: string;
  readonly patient: string;
  readonly reason: string;
}

interface Standing {
  readonly hasKey: boolean;
  readonly open: string | null;
  readonly kept: readonly { readonly code: string; readonly ground: string; readonly until: string | null }[];
}

const PATH = "/api/v1/shreddings";
const COLUMNS = ["id", "state", "patient", "proposed by", "proposed at", "decided by", "done", "reason"];
const STATES = ["proposed", "withdrawn", "approved", "destroyed", "done"];

/** `modicum shred`: destroy the key of a patient, by two people, 45 CFR 164.310(d)(2)(i). */
export function shredCommand(): Command {
  const ls = new Command("ls")
    .description("keys that are to be destroyed, or were, newest first")
    .addOption(new Option("--state <state>", "that stand so").choices(STATES))
    .action(list);
  const propose = new Command("propose")
    .description("propose to destroy the key of a patient; somebody in another role has to approve it")
    .requiredOption("--patient <id>", "logical id of the Patient")
    .requiredOption("--reason <text>", "why; it stays, so leave the patient out of it")
    .addOption(new Option("--id <uuid>", "sent twice it is one").default(randomUUID(), "a new one"))
    .action(ask);
  const standing = new Command("standing")
    .description("what stands in the way of destroying the key of a patient now; changes nothing")
    .requiredOption("--patient <id>", "logical id of the Patient")
    .action(showStanding);
  return [ls, standing, propose, actCommand("approve"), actCommand("withdraw")].reduce(
    (all, command) => all.addCommand(directiveCommand(command)),
    new Command("shred").description("destroy the key of a patient, and with it all that is sealed under it"),
  );
}

const WHAT = {
  approve: "destroy the key; nothing brings back what was sealed under it",
  withdraw: "take back what nobody approved yet",
};

function actCommand(verb: keyof typeof WHAT): Command {
  return new Command(verb)
    .description(WHAT[verb])
    .argument("<id>")
    .action(async (id: string, options: DirectiveOptions) => {
      const done = await send<Shredding>(`${PATH}/${encodeURIComponent(id)}/${verb}`, options, {});
      print(options.output, COLUMNS, [rowOf(done)], done);
    });
}

async function list({ state, ...options }: DirectiveOptions & { readonly state?: string }): Promise<void> {
  const found = await everyPage<Shredding>(`${PATH}/_search`, "shreddings", options, { state });
  print(options.output, COLUMNS, found.map(rowOf), found);
  if (found.length === 0) tell("no key of a patient was or is to be destroyed");
}

async function showStanding({
  patient,
  ...options
}: DirectiveOptions & { readonly patient: string }): Promise<void> {
  const standing = await send<Standing>(`${PATH}/_standing`, options, { patient });
  const rows = standing.kept.map(({ code, ground, until }) => [code, ground, until]);
  print(options.output, ["why", "ground", "until"], rows, standing);
  if (!standing.hasKey) tell("nothing is sealed under a key of this patient");
  else if (standing.open !== null) tell(`shredding ${standing.open} of this patient is open`);
  else if (rows.length === 0) tell("nothing stands in the way");
}

async function ask({ id, patient, reason, ...options }: ProposeOptions): Promise<void> {
  const asked = await send<Shredding>(PATH, options, { id, patient, reason });
  print(options.output, COLUMNS, [rowOf(asked)], asked);
}

function rowOf({ id, state, patient, proposed, decided, done, reason }: Shredding) {
  return [id, state, patient, proposed.by, proposed.at, decided?.by ?? null, done, reason];
}
