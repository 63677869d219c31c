import {
  bearsOnAnswers,
  type Cell,
  type CellChange,
  diffOf,
  type OtherChange,
  othersOf,
} from "../policy/analyze/index.ts";
import { openPolicy } from "../policy/open.ts";
import { type OutputFormat, print, tell } from "./output.ts";
import { openPolicyHere, policyFolderHere } from "./policy-here.ts";
import { type ImpactOptions, showImpact } from "./policy-impact.ts";

export const CELL_COLUMNS = ["role", "purpose", "element", "shown as", "on", "segments", "can", "rule"];
const OTHER_COLUMNS = ["kind", "id", "field"];

/** Entries of a list that a terminal shows; CSV and JSON have all. */
const SHOWN = 6;

/** Both lists of differences; exit 3 when anything but wording differs. */
export async function showDiff(
  before: string,
  after: string | undefined,
  options: ImpactOptions & { readonly impact?: boolean },
): Promise<void> {
  if (options.impact) return showImpact(before, after ?? policyFolderHere(), options);
  const clock = { now: () => Date.now() };
  const old = await openPolicy(before, clock);
  const now = after === undefined ? (await openPolicyHere()).policy : await openPolicy(after, clock);
  const cells = diffOf(old, now);
  const others = othersOf(old, now, cells);
  printDiff(options.output, cells, others);
  tell(summaryOf(cells, others));
  if (cells.length > 0 || bearsOnAnswers(others)) process.exitCode = 3;
}

/** One CSV holds both lists, told apart by `kind`: a file has one head. */
function printDiff(output: OutputFormat, cells: readonly CellChange[], others: readonly OtherChange[]): void {
  const cellColumns = ["change", ...CELL_COLUMNS, "was"];
  if (output === "table") {
    print(output, cellColumns, cells.map(changeRow), cells);
    if (cells.length > 0 && others.length > 0) process.stdout.write("\n");
    return printOthers(others);
  }
  const none = CELL_COLUMNS.map(() => "");
  const rows = [
    ...cells.map((cell) => [...changeRow(cell), "cell", "", "", ""]),
    ...others.map(({ kind, id, field, was, is, bearing }) => [
      bearing,
      ...none,
      was.join(", "),
      kind,
      id,
      field,
      is.join(", "),
    ]),
  ];
  print(output, [...cellColumns, ...OTHER_COLUMNS, "is"], rows, { cells, others });
}

/** As a table for people; long lists are cut, and say so. */
function printOthers(others: readonly OtherChange[]): void {
  const rows = others.map(({ kind, id, field, was, is, bearing }) => [
    bearing,
    kind,
    id,
    field === "" ? "(whole)" : field,
    shortened(was),
    shortened(is),
  ]);
  print("table", ["bearing", ...OTHER_COLUMNS, "was", "is"], rows, others);
}

function shortened(items: readonly string[]): string {
  const rest = items.length - SHOWN;
  return `${items.slice(0, SHOWN).join(", ")}${rest > 0 ? `, and ${rest} more` : ""}`;
}

function summaryOf(cells: readonly CellChange[], others: readonly OtherChange[]): string {
  if (cells.length + others.length === 0) return "nothing differs";
  const wording = others.filter(({ bearing }) => bearing === "wording").length;
  const opening = others.filter(({ bearing }) => bearing === "opens" || bearing === "may-open").length;
  const parts = [
    cells.length === 0 ? "no cell differs" : counted(cells.length, "cell differs", "cells differ"),
    `${counted(others.length - wording, "other change", "other changes")}, of which ${opening} may open data`,
    `${counted(wording, "change", "changes")} of wording alone`,
  ];
  return parts.join("; ");
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function cellRow({ role, purpose, element, as, on, segments, can, rule }: Cell) {
  return [role, purpose, element, as, on, segments, can, rule];
}

function changeRow({ change, before, after }: CellChange) {
  const cell = after ?? before;
  const was = before !== null && after !== null ? formBefore(before, after) : "";
  return [change, ...(cell === null ? [] : cellRow(cell)), was];
}

/** What a changed cell had, where it is not what it has: its form, segments, capabilities, systems. */
function formBefore(before: Cell, after: Cell): string {
  const lists = (["segments", "can", "systems"] as const).flatMap((key) => {
    const old = before[key].join(" ");
    return old === after[key].join(" ") ? [] : [`${key} [${old}]`];
  });
  return [...(before.as === after.as ? [] : [before.as]), ...lists].join(" ");
}
