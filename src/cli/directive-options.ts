import type { Command } from "commander";
import { AppError } from "../kernel/errors.ts";
import { type CsvRow, readCsv, valuesOf } from "../identity/csv.ts";
import { type ApiAnswer, call, Denied } from "./client.ts";
import { asOptions, type AsOptions } from "./demo-identity.ts";
import { readInput } from "./input.ts";
import { outputOption, type OutputFormat, tell } from "./output.ts";

export interface DirectiveOptions extends AsOptions {
  readonly output: OutputFormat;
}

/** As whom, and how to print. */
export function directiveCommand(command: Command): Command {
  return asOptions(command).addOption(outputOption());
}

/** Adds one value to those of an option that is given several times. */
export function several(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** `2027-05-01` or an ISO time, as an ISO time. @throws AppError `usage` */
export function instantOf(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new AppError("usage", `\`${text}\` is no date`);
  return new Date(at).toISOString();
}

/** Sends a body, and gives what comes back. */
export async function send<T>(path: string, options: AsOptions, body: object): Promise<T> {
  return (await call("POST", path, options, { type: "application/json", text: JSON.stringify(body) })) as T;
}

/** All pages of a search. */
export async function everyPage<T>(
  path: string,
  member: string,
  options: AsOptions,
  query: object,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const page = await send<Record<string, unknown>>(path, options, {
      ...query,
      limit: 500,
      ...(after === undefined ? {} : { after }),
    });
    found.push(...(page[member] as readonly T[]));
    after = page["next"] as string | null;
  }
  return found;
}

/**
 * Sends one body for each row; a row that was sent before changes nothing, so that a file can be sent again.
 * What is refused is told by its line, and ends with exit code 3.
 */
export async function importRows<T>(
  file: string,
  columns: readonly string[],
  path: string,
  options: AsOptions,
  bodyOf: (row: CsvRow) => object,
): Promise<readonly T[]> {
  const { rows, errors } = readCsv(await readInput(file), columns);
  const [first] = errors;
  if (first !== undefined) throw new AppError("usage", `\`${file}\`, line ${first.line}: ${first.message}`);
  const sent: T[] = [];
  for (const row of rows) {
    try {
      sent.push(await send<T>(path, options, bodyOf(row)));
    } catch (fault) {
      if (!(fault instanceof Denied)) throw fault;
      tell(`line ${row.line}: ${reasonOf(fault.answer)}`);
      process.exitCode = 3;
    }
  }
  tell(`${sent.length} of ${rows.length} rows were taken`);
  return sent;
}

/** A list in a cell, separated by semicolons. */
export function listIn(row: CsvRow, column: string): readonly string[] {
  return valuesOf(row.cells.get(column) ?? "");
}

/** A cell with something in it. */
export function cellIn(row: CsvRow, column: string): string | undefined {
  return row.cells.get(column) || undefined;
}

function reasonOf({ status, body }: ApiAnswer): string {
  const { title, detail } = (body ?? {}) as { readonly title?: string; readonly detail?: string };
  return [title ?? `status ${status}`, detail].filter((part) => part !== undefined).join(": ");
}
