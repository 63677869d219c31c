import { Command, Option } from "commander";
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

function reasonText({ code, rule }: { code: string; rule: string | null }): string {
  return rule === null ? code : `${code} (${rule})`;
}

function tellWhy(result: CheckResult): void {
  tell(result.sentence);
  for (const { relation, source } of result.relations) tell(`relation  ${relation} by ${source}`);
  tellRules(result.rules);
  if (result.segmentsLeftOut.length > 0) {
    tell(`this view leaves out ${result.segmentsLeftOut.join(", ")}, whether or not there is any`);
  }
}

/** Rules as the policy words them. */
export function tellRules(rules: readonly Rule[]): void {
  for (const rule of rules) tell(`rule      ${rule.id} (${rule.at}): ${rule.title}. ${rule.why}`);
}
