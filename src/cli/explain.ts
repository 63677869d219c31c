import { Command } from "commander";
import { type Rule, tellRules } from "./check.ts";
import { call } from "./client.ts";
import { asOptions, type AsOptions } from "./demo-identity.ts";
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
  readonly sentence: string;
  readonly title: string | null;
  readonly next: string | null;
  readonly rules: readonly Rule[];
  readonly samePolicy: boolean;
}

export function explainCommand(): Command {
  const explain = new Command("explain")
    .description("why an answer was as it was")
    .argument("<id>", "the X-Request-Id of the answer, or the id of an entry of the record")
    .addOption(outputOption())
    .action(explainEntry);
  return asOptions(explain);
}

async function explainEntry(
  id: string,
  options: AsOptions & { readonly output: OutputFormat },
): Promise<void> {
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
  if (found.next !== null) tell(`next      ${found.next}`);
  if (!found.samePolicy)
    tell(`another policy is in force by now; that answer came from ${entry.policy.slice(0, 12)}`);
}
