import { writeFile } from "node:fs/promises";
import { Command, Option } from "commander";
import { AppError } from "../kernel/errors.ts";
import { call } from "./client.ts";
import { asOptions, type AsOptions } from "./demo-identity.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";

interface CheckOptions extends AsOptions {
  readonly act: string;
  readonly resource: string;
  readonly element?: readonly string[];
  readonly recipient?: string;
  readonly verified?: boolean;
  readonly all?: boolean;
  readonly inputs?: string;
  readonly output: OutputFormat;
}

interface CheckResult {
  readonly sentence: string;
  readonly segmentsLeftOut: readonly string[];
  readonly relations: readonly { relation: string; source: string }[];
  readonly elements: readonly {
    readonly element: string;
    readonly transform: string;
    readonly rules: readonly string[];
    readonly reason: { readonly code: string; readonly rule: string | null } | null;
    readonly next: string | null;
  }[];
  readonly rules: readonly Rule[];
  readonly inputs?: string;
}

export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly at: string;
}

export function checkCommand(): Command {
  const check = new Command("check")
    .description("what would be answered, and by which rule")
    .addOption(
      new Option("--act <act>", "what is done").choices(["use", "disclose", "request"]).default("use"),
    )
    .requiredOption(
      "--resource <resource>",
      "Patient/7 for one record, Patient for what the policy alone says",
    )
    .option("--element <id...>", "only these elements")
    .option("--recipient <class>", "for disclose and request: provider, health-plan, individual…")
    .option("--verified", "the recipient's identity and authority are verified")
    .option("--inputs <file>", "keep what the explanation follows from, for `modicum explain --replay`")
    .option("--all", "list what is withheld too, with the reason")
    .addOption(outputOption())
    .action(runCheck);
  return asOptions(check);
}

async function runCheck(options: CheckOptions): Promise<void> {
  const body = {
    act: options.act,
    resource: options.resource,
    elements: options.element ?? [],
    inputs: options.inputs !== undefined,
    ...(options.recipient === undefined
      ? {}
      : {
          recipient: { class: options.recipient, id: options.recipient, verified: options.verified === true },
        }),
  };
  const result = (await call("POST", "/api/v1/decisions/check", options, {
    type: "application/json",
    text: JSON.stringify(body),
  })) as CheckResult;
  refuseUnknown(options.element ?? [], result);
  if (options.inputs !== undefined) await keepInputs(options.inputs, result);
  const listed = result.elements.filter(
    ({ transform }) => options.all || options.element || transform !== "drop",
  );
  const columns = ["element", "shown as", "rule or reason", "next"];
  print(
    options.output,
    columns,
    listed.map((e) => [e.element, e.transform, e.reason === null ? e.rules : reasonText(e.reason), e.next]),
    result,
  );
  tellWhy(result);
}

/** @throws AppError `usage` for what the policy alone says, which follows from no facts */
async function keepInputs(file: string, { inputs }: CheckResult): Promise<void> {
  if (inputs === undefined)
    throw new AppError("usage", "`--inputs` is for one record, such as `--resource Patient/7`");
  await writeFile(file, `${inputs}\n`, { mode: 0o600 });
  tell(`inputs    kept in ${file}; it names the patient`);
}

function reasonText({ code, rule }: { code: string; rule: string | null }): string {
  return rule === null ? code : `${code} (${rule})`;
}

/** @throws AppError `usage`: a misspelled element must not read like one that is withheld */
export function refuseUnknown(asked: readonly string[], { elements }: Pick<CheckResult, "elements">): void {
  const known = new Set(elements.map(({ element }) => element));
  const unknown = asked.find((element) => !known.has(element));
  if (unknown === undefined) return;
  throw new AppError("usage", `this resource has no element \`${unknown}\``, {
    hint: "leave out `--element` and give `--all` to list them",
  });
}

function tellWhy(result: CheckResult): void {
  tell(result.sentence);
  for (const line of relationLines(result.relations)) tell(line);
  tellRules(result.rules);
  if (result.segmentsLeftOut.length > 0) {
    tell(`this view leaves out ${result.segmentsLeftOut.join(", ")}, whether or not there is any`);
  }
}

/** Each relation once, though several rules rest on it. */
export function relationLines(relations: CheckResult["relations"]): readonly string[] {
  return [...new Set(relations.map(({ relation, source }) => `relation  ${relation} by ${source}`))];
}

/** Rules as the policy words them. */
export function tellRules(rules: readonly Rule[]): void {
  for (const rule of rules) tell(`rule      ${rule.id} (${rule.at}): ${rule.title}. ${rule.why}`);
}
