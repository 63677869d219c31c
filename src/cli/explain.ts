import { Command } from "commander";
import { z } from "zod";
import { replay } from "../decision/replay.ts";
import { AppError } from "../kernel/errors.ts";
import { type Rule, tellRules } from "./check.ts";
import { call } from "./client.ts";
import { asOptions, type AsOptions } from "./demo-identity.ts";
import { readInput } from "./input.ts";
import { openPolicyHere } from "./policy-here.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";

interface EntryExplanation {
  readonly entry: {
    readonly outcome: string;
    readonly reason: string | null;
    readonly purposes: readonly string[];
    readonly released: readonly string[];
    /** Only for who may read the record. */
    readonly withheldCount?: number;
    readonly policy: string;
  };
  readonly inputs: EntryInputs;
  readonly sentence: string;
  readonly title: string | null;
  readonly next: string | null;
  readonly rules: readonly Rule[];
  readonly samePolicy: boolean;
}

interface EntryInputs {
  readonly act: string;
  readonly declared: string | null;
  readonly roles: readonly { readonly id: string }[];
  readonly relations: readonly { readonly id: string }[];
  readonly system: string;
  readonly channel: string;
}

export function explainCommand(): Command {
  const explain = new Command("explain")
    .description("why an answer was as it was")
    .argument("[id]", "the X-Request-Id of the answer, or the id of an entry of the record")
    .option(
      "--replay <file>",
      "explain what `modicum check --inputs` kept again, offline, under the policy here; - for stdin",
    )
    .addOption(outputOption())
    .action(explainOrReplay);
  return asOptions(explain);
}

interface ExplainOptions extends AsOptions {
  readonly replay?: string;
  readonly output: OutputFormat;
}

async function explainOrReplay(id: string | undefined, options: ExplainOptions): Promise<void> {
  if ((id === undefined) === (options.replay === undefined))
    throw new AppError("usage", "give either the id of an entry or `--replay` with a file");
  if (id !== undefined) await explainEntry(id, options);
  if (options.replay !== undefined) await explainAgain(options.replay, options.output);
}

/** From the file and the policy alone: no server is asked. */
async function explainAgain(file: string, output: OutputFormat): Promise<void> {
  const [text, { policy }] = await Promise.all([readInput(file), openPolicyHere()]);
  const explanation = replay(text, policy);
  print(
    output,
    ["element", "shown as", "rules", "reason", "next"],
    explanation.elements.map((e) => [e.element, e.transform, e.rules, e.reason?.code ?? null, e.next]),
    explanation,
  );
  tell(explanation.sentence);
  tell(`policy    ${explanation.policyHash}`);
}

async function explainEntry(id: string, options: ExplainOptions): Promise<void> {
  refuseNoEntryId(id);
  const path = `/api/v1/decisions/${encodeURIComponent(id)}/explanation`;
  const found = (await call("GET", path, options)) as EntryExplanation;
  const { entry } = found;
  const rules = found.rules.map((rule) => rule.id);
  print(
    options.output,
    ["outcome", "reason", "purposes", "rules", "elements", "withheld"],
    [[entry.outcome, entry.reason, entry.purposes, rules, entry.released.length, entry.withheldCount]],
    found,
  );
  tell(found.sentence);
  if (found.title !== null) tell(`reason    ${found.title}`);
  tellRules(found.rules);
  tell(`inputs    ${inputsLine(found.inputs)}`);
  tell(`policy    ${entry.policy}`);
  if (found.next !== null) tell(`next      ${found.next}`);
  if (!found.samePolicy)
    tell(`another policy is in force by now; that answer came from ${entry.policy.slice(0, 12)}`);
}

/** @throws AppError `usage`: to be asked by the server for a uuid helps nobody who took the wrong id */
function refuseNoEntryId(id: string): void {
  if (z.uuid().safeParse(id).success) return;
  throw new AppError("usage", `\`${id}\` is no entry's id: give the X-Request-Id of an answer`);
}

function inputsLine({ act, declared, roles, relations, system, channel }: EntryInputs): string {
  const ids = (named: readonly { readonly id: string }[]): string =>
    named.map(({ id }) => id).join(", ") || "none";
  return `act ${act}, purpose ${declared ?? "none"}, roles ${ids(roles)}, relations ${ids(relations)}, system ${system}, channel ${channel}`;
}
