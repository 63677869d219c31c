import { Command } from "commander";
import { AppError } from "../kernel/errors.ts";
import { type Cell, type CellFilter, cellsOf } from "../policy/analyze/index.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { asOptions } from "./demo-identity.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";
import { openPolicyHere } from "./policy-here.ts";
import { CELL_COLUMNS, cellRow, showDiff } from "./policy-diff.ts";
import { lintCommand } from "./policy-lint.ts";
import { reachCommand } from "./policy-reach.ts";

interface Asked {
  readonly role?: string;
  readonly purpose?: string;
  readonly segment?: string;
  readonly output: OutputFormat;
}

/** `policy who`, `matrix`, `diff`, `lint` and `reach`: exact answers about the policy, without a server. */
export function analysisCommands(): readonly Command[] {
  const who = new Command("who")
    .description("who can see an element by a standing grant, for what, and of whom")
    .argument("<element>", "patient.ssn, or claim.* for a group");
  const matrix = new Command("matrix").description(
    "role × purpose × element: every cell that a standing grant gives",
  );
  const diff = new Command("diff")
    .description(
      "the cells that one policy gives and another does not, and what else differs; exit 3 when more than wording does",
    )
    .argument("<before>", "a policy folder")
    .argument("[after]", "another; else the one in force")
    .option("--impact", "and the people and patients it touches, as the running server knows them")
    .addOption(outputOption())
    .action(showDiff);
  return [
    narrowed(who).action(showWho),
    narrowed(matrix).action(showMatrix),
    asOptions(diff),
    lintCommand(),
    reachCommand(),
  ];
}

function narrowed(command: Command): Command {
  return command
    .option("--role <role>", "only this role")
    .option("--purpose <purpose>", "only this purpose, by our id")
    .option("--segment <segment>", "only where it is shown in this segment too")
    .addOption(outputOption());
}

async function showWho(pattern: string, asked: Asked): Promise<void> {
  const { policy } = await openPolicyHere();
  const elements = policy.catalogue.select(pattern);
  if (elements === undefined) {
    throw new AppError("usage", `the catalogue has no element \`${pattern}\``, {
      hint: "such as patient.ssn or claim.*",
    });
  }
  const cells = cellsOf(policy, { ...filterOf(policy, asked), elements: new Set(elements) });
  printCells(asked.output, cells);
  if (cells.length === 0) tell(`nobody sees \`${pattern}\` by a standing grant`);
}

async function showMatrix(asked: Asked): Promise<void> {
  const { policy } = await openPolicyHere();
  printCells(asked.output, cellsOf(policy, filterOf(policy, asked)));
}

/** @throws AppError `usage` for a name the policy does not have: an empty answer would look like nobody */
function filterOf(policy: CompiledPolicy, { role, purpose, segment }: Asked): CellFilter {
  known("role", role, policy.roles.has(role ?? ""));
  known("purpose", purpose, policy.purposes.has(purpose ?? ""));
  known(
    "segment",
    segment,
    policy.segments.some(({ id }) => id === segment),
  );
  return {
    ...(role === undefined ? {} : { role }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(segment === undefined ? {} : { segment }),
  };
}

function known(what: string, name: string | undefined, exists: boolean): void {
  if (name !== undefined && !exists) throw new AppError("usage", `the policy has no ${what} \`${name}\``);
}

function printCells(output: OutputFormat, cells: readonly Cell[]): void {
  print(output, CELL_COLUMNS, cells.map(cellRow), cells);
}
