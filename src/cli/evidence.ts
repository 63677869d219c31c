import { createHash } from "node:crypto";
import { open, readFile, rm } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { Command } from "commander";
import { VerifyError } from "../audit/verify/verify-error.ts";
import { KINDS } from "../governance/evidence/kinds.ts";
import { PACK_FINDINGS, verifyPack } from "../governance/evidence/verify-pack.ts";
import { AppError } from "../kernel/errors.ts";
import { call, openAnswer } from "./client.ts";
import { asOptions, type AsOptions } from "./demo-identity.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";

interface Artifact {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly query: string;
  readonly asOf: string;
  readonly preparedAt: string;
  readonly preparedBy: string;
  readonly sha256: string;
  readonly items: number;
  readonly entry: string;
  readonly keepUntil: string;
}

interface ShownOptions extends AsOptions {
  readonly output: OutputFormat;
}

interface BuildOptions extends AsOptions {
  readonly item: readonly string[];
  readonly asOf?: string;
  readonly sample?: string;
  readonly seed?: string;
  readonly from?: string;
  readonly person?: string;
  readonly patient?: string;
  readonly patients?: true;
  readonly output?: string;
}

const PATH = "/api/v1/evidence";
const COLUMNS = ["id", "kind", "title", "as of", "prepared at", "prepared by", "items", "sha256"];

/** `modicum evidence`: artifacts, each with its hash, source query, time and preparer; 45 CFR 164.316(b)(1)(ii). */
export function evidenceCommand(): Command {
  const commands = [
    kindsCommand(),
    listCommand(),
    showCommand(),
    getCommand(),
    buildCommand(),
    rerunCommand(),
  ];
  return commands
    .reduce(
      (all, command) => all.addCommand(asOptions(command)),
      new Command("evidence").description("what was asked of the record and beside it, kept with its hash"),
    )
    .addCommand(verifyCommand());
}

function kindsCommand(): Command {
  return new Command("kinds")
    .description("what can be prepared")
    .addOption(outputOption())
    .action(async (options: ShownOptions) => {
      const answer = (await call("GET", `${PATH}/kinds`, options)) as {
        readonly kinds: readonly Readonly<Record<"id" | "title" | "state" | "shows", string>>[];
      };
      const rows = answer.kinds.map(({ id, title, state, shows }) => [id, title, state, shows]);
      print(options.output, ["kind", "title", "state", "shows"], rows, answer);
    });
}

function listCommand(): Command {
  return new Command("ls")
    .description("artifacts, newest first")
    .option("--kind <kind>", "only of this kind")
    .option("--by <person>", "only what this person prepared")
    .option("--from <time>", "prepared at this ISO time or after")
    .option("--until <time>", "prepared before")
    .addOption(outputOption())
    .action(
      async ({ kind, by, from, until, ...options }: ShownOptions & Readonly<Record<string, string>>) => {
        const asked = { kind, preparedBy: by, from, until, limit: "500" };
        const given = Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined);
        const answer = (await call("GET", `${PATH}?${String(new URLSearchParams(given))}`, options)) as {
          readonly artifacts: readonly Artifact[];
        };
        print(options.output, COLUMNS, answer.artifacts.map(rowOf), answer);
      },
    );
}

function showCommand(): Command {
  return new Command("show")
    .description("an artifact: its hash, its question, and the entry of the record that says the hash")
    .argument("<id>")
    .addOption(outputOption())
    .action(async (id: string, options: ShownOptions) => {
      const artifact = (await call("GET", pathOf(id), options)) as Artifact;
      const rows = Object.entries(artifact).map(([name, value]) => [name, String(value)]);
      print(options.output, ["what", "is"], rows, artifact);
    });
}

function getCommand(): Command {
  return new Command("get")
    .description("what an artifact holds; its hash is checked on the way")
    .argument("<id>")
    .requiredOption("-o, --output <file>", "a file that is not there yet")
    .action(async (id: string, { output, ...options }: AsOptions & { readonly output: string }) => {
      await fetchTo(id, output, options);
    });
}

function buildCommand(): Command {
  return new Command("build")
    .description("prepare artifacts as of a moment, and a pack of them")
    .requiredOption("--item <kind>", "what to prepare; may be given again", collected, [])
    .option("--as-of <time>", "the state at this ISO time; now unless said")
    .option("--sample <size>", "so many entries or people, drawn by lot")
    .option("--seed <seed>", "the same seed draws the same sample")
    .option("--from <time>", "of entries: from this ISO time on")
    .option("--person <id>", "of entries: only what this person did")
    .option("--patient <id>", "of entries: only what touched this patient")
    .option("--patients", "entries name their patients")
    .option("-o, --output <file>", "where the pack goes; a file that is not there yet")
    .action(build);
}

function rerunCommand(): Command {
  return new Command("rerun")
    .description("ask the question of an artifact again, and compare; exit 3 when it gives other bytes")
    .argument("<id>")
    .addOption(outputOption())
    .action(async (id: string, options: ShownOptions) => {
      const answer = (await call("POST", `${pathOf(id)}/rerun`, options, json({}))) as {
        readonly same: boolean;
        readonly sha256: { readonly prepared: string; readonly now: string };
        readonly items: { readonly prepared: number; readonly now: number };
      };
      const { sha256, items } = answer;
      const rows = [
        ["when prepared", items.prepared, sha256.prepared],
        ["now", items.now, sha256.now],
      ];
      print(options.output, ["asked", "items", "sha256"], rows, answer);
      tell(answer.same ? "the same bytes" : "other bytes: what it reads has changed since");
      if (!answer.same) process.exitCode = 3;
    });
}

function verifyCommand(): Command {
  return new Command("verify")
    .description("check a pack by its bytes alone, without a server; exit 3 when something is wrong")
    .argument("<pack.zip>")
    .option("--key <key>", "the log's verifier key, or a file with it, as the operator gave it to you")
    .addOption(outputOption())
    .action(verify);
}

async function build({ item, output, ...options }: BuildOptions): Promise<void> {
  const { asOf, sample, seed, from, person, patient, patients } = options;
  const filters = defined({ from, person, patient });
  const narrowed = {
    ...(Object.keys(filters).length === 0 ? {} : { filters }),
    ...(patients === undefined ? {} : { patients }),
  };
  const drawn = sample === undefined ? {} : { sample: { size: Number(sample), ...defined({ seed }) } };
  const narrows = (kind: string): boolean => KINDS.find(({ id }) => id === kind)?.narrows ?? false;
  const items = item.map((kind) => ({ kind, ...(narrows(kind) ? narrowed : {}) }));
  const body = { items, ...defined({ asOf }), ...drawn };
  const begun = (await call("POST", `${PATH}/builds`, options, json(body))) as {
    readonly job: string;
    readonly seed: string | null;
  };
  tell(`job ${begun.job}${begun.seed === null ? "" : `, seed ${begun.seed}`}`);
  await done(begun.job, options);
  if (output !== undefined) await fetchTo(begun.job, output, options);
  process.stdout.write(`${begun.job}\n`);
}

const LOOK_MS = 500;

async function done(job: string, options: AsOptions): Promise<void> {
  for (let before = -1; ;) {
    const { state, step, steps, reason } = (await call("GET", `/api/v1/jobs/${job}`, options)) as {
      readonly state: string;
      readonly step: number;
      readonly steps: number;
      readonly reason: string | null;
    };
    if (step !== before) tell(`${state}: ${step} of ${steps} steps`);
    before = step;
    if (state === "done") return;
    if (state !== "waiting" && state !== "running")
      throw new AppError("report_incomplete", `the build is ${state}: \`${reason ?? "ended by somebody"}\``, {
        hint: "nothing of it was kept; see `modicum explain` for why",
      });
    await wait(LOOK_MS);
  }
}

/** A new file, readable by its owner alone; taken away where its bytes are not those of the hash. */
async function fetchTo(id: string, output: string, options: AsOptions): Promise<void> {
  const file = await open(output, "wx", 0o600).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === "EEXIST" ? "is there already" : "cannot be written";
    throw new AppError("usage", `the file \`${output}\` ${why}`, { cause });
  });
  try {
    const { sha256 } = (await call("GET", pathOf(id), options)) as Artifact;
    const answer = await openAnswer("GET", `${pathOf(id)}/content`, options);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (createHash("sha256").update(bytes).digest("hex") !== sha256)
      throw new AppError("record_unavailable", "what came does not have the hash that the artifact states");
    await file.writeFile(bytes);
    tell(`${bytes.length} bytes in \`${output}\`, sha256 ${sha256}`);
  } catch (fault) {
    await rm(output, { force: true });
    throw fault;
  } finally {
    await file.close();
  }
}

async function verify(
  path: string,
  { key, output }: { readonly key?: string; readonly output: OutputFormat },
): Promise<void> {
  const zip = await readFile(path).catch((cause: unknown) => {
    throw new AppError("usage", `the file \`${path}\` cannot be read`, { cause });
  });
  const verdict = verdictOf(zip, key === undefined ? null : await keyIn(key));
  const rows = verdict.findings.map((found) => [found.class, found.place, PACK_FINDINGS[found.class]]);
  print(output, ["finding", "place", "meaning"], rows, verdict);
  const { artifacts, missing, preparedBy } = verdict.manifest;
  if (!verdict.keyWasGiven)
    tell("no --key: believing the key that comes with the pack, which proves nothing about who signed it");
  tell(
    `${artifacts.length} artifacts prepared by ${preparedBy}, ${verdict.proven} proven to stand in the record, ${missing.length} without documentation`,
  );
  tell(
    `the pack itself: sha256 ${createHash("sha256").update(zip).digest("hex")}, which \`evidence show ${verdict.manifest.pack}\` and its entry in the record say too`,
  );
  const { length } = verdict.findings;
  tell(length === 0 ? "nothing is wrong with it" : `${length} findings`);
  if (length > 0) process.exitCode = 3;
}

function verdictOf(zip: Uint8Array, key: string | null) {
  try {
    return verifyPack(zip, key);
  } catch (fault) {
    if (!(fault instanceof VerifyError)) throw fault;
    throw new AppError("usage", fault.message, fault.hint === undefined ? {} : { hint: fault.hint });
  }
}

/** A key itself, or the file that it is in. */
async function keyIn(value: string): Promise<string> {
  if (/^\S+\+[0-9a-f]{8}\+\S+$/.test(value)) return value;
  return readFile(value, "utf8").catch((cause: unknown) => {
    throw new AppError("usage", `the file \`${value}\` cannot be read`, { cause });
  });
}

function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function defined(values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

function json(value: unknown) {
  return { type: "application/json", text: JSON.stringify(value) };
}

function pathOf(id: string): string {
  return `${PATH}/${encodeURIComponent(id)}`;
}

function rowOf({ id, kind, title, asOf, preparedAt, preparedBy, items, sha256 }: Artifact) {
  return [id, kind, title, asOf, preparedAt, preparedBy, items, sha256];
}
