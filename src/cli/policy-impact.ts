import { relative } from "node:path";
import { AppError } from "../kernel/errors.ts";
import { bearsOnAnswers, type OtherChange } from "../policy/analyze/index.ts";
import { diagnosticLines, readPolicyFiles } from "../policy/index.ts";
import type { AsOptions } from "./demo-identity.ts";
import { type OutputFormat, print, tell } from "./output.ts";
import { awaitReport } from "./policy-report.ts";

interface Affected {
  readonly people: number;
  readonly patients: number;
  readonly pairs: number;
}

interface Change {
  readonly gained: Affected;
  readonly lost: Affected;
}

interface ImpactReport {
  readonly sentence: string;
  readonly cellCount: number;
  readonly cells: readonly ({ readonly change: string; readonly sentence: string } & Affected)[];
  readonly others: readonly OtherChange[];
  readonly uncounted: readonly string[];
  readonly byCells: Change;
  readonly effects: readonly ({
    readonly purpose: string;
    readonly element: string;
    readonly kind: string;
  } & Affected)[];
  readonly byEffect: Change;
  readonly people: readonly {
    readonly person: string;
    readonly gained: { readonly patients: number };
    readonly lost: { readonly patients: number };
  }[];
}

export interface ImpactOptions extends AsOptions {
  readonly output: OutputFormat;
}

const COLUMNS = ["what", "people", "patients", "pairs"];

/** What differs, and the people and patients that the cells touch as the running server knows them; exit 3 when any. */
export async function showImpact(before: string, after: string, options: ImpactOptions): Promise<void> {
  const [old, now] = [await textsOf(before), await textsOf(after)];
  const body = { type: "application/json", text: JSON.stringify({ before: old, files: now }) };
  const report = await awaitReport<ImpactReport>("POST", "/api/v1/policy/impact", options, body);
  print(options.output, COLUMNS, rowsOf(report), report);
  tell([report.sentence, ...report.uncounted].join("\n"));
  if (report.cellCount > 0 || report.effects.length > 0 || bearsOnAnswers(report.others))
    process.exitCode = 3;
}

function rowsOf({ cells, others, byCells, effects, byEffect, people }: ImpactReport) {
  const row = (what: string, counted: Affected) => [what, counted.people, counted.patients, counted.pairs];
  return [
    ...cells.map((cell) => row(cell.sentence, cell)),
    ...others.map((one) => [`${one.bearing}: ${one.kind} ${one.id} ${one.field}`.trimEnd(), "", "", ""]),
    row("in all gained cells", byCells.gained),
    row("in all lost cells", byCells.lost),
    ...effects.map((one) => row(`effect: ${one.kind} ${one.element} for ${one.purpose}`, one)),
    row("more could be seen, at most", byEffect.gained),
    row("less could be seen, at most", byEffect.lost),
    ...people.map(({ person, gained, lost }) => {
      const patients = `up to ${gained.patients} more, ${lost.patients} less`;
      return [`person: ${person}`, 1, patients, ""];
    }),
  ];
}

/** Texts by path within the folder. */
async function textsOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const files = await readPolicyFiles(folder);
  if (!files.ok)
    throw new AppError("policy_invalid", diagnosticLines(files.error)[0] ?? `\`${folder}\` cannot be read`);
  const within = files.value.map(({ path, text }) => [relative(folder, path).replaceAll("\\", "/"), text]);
  return Object.fromEntries(within) as Record<string, string>;
}
