import { createReadStream, createWriteStream, type WriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Command, InvalidArgumentError } from "commander";
import { parse as parseYaml } from "yaml";
import { createCsvSplitter, type CsvRecord } from "../audit/intake/csv/split.ts";
import { AppError } from "../kernel/errors.ts";
import { csvLine } from "../kernel/csv-line.ts";
import { call } from "./client.ts";
import { asOptions, type AsOptions } from "./demo-identity.ts";
import { tell } from "./output.ts";
import { sourcesOf } from "./sources.ts";

interface IntakeOptions extends AsOptions {
  readonly source: string;
  readonly mapping?: string;
  readonly from: number;
  readonly rejects?: string;
}

interface Taken {
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: readonly { readonly place: number; readonly reason: string }[];
}

/** Rows, and characters, of one request. */
const ROWS = 2_000;
const LENGTH = 2 * 1024 * 1024;

const MAPPING_HELP = `
A mapping names the columns of the file:

  time: {format: MM/dd/yyyy hh:mm a, zone: America/New_York}
  fields:
    at: When
    agent: User
    patient: MRN
    kind: {column: Action, values: {VIEW: read, PRINT: export}, otherwise: other}
    resourceType: {constant: DiagnosticReport}

Fields: event at kind outcome agent purpose resourceType patient record recipient query.
Formats of time: iso, epoch-s, epoch-ms, or a pattern of yyyy MM dd HH hh mm ss SSS a.`;

/** `modicum intake`: logs of other systems into the record, each event once. */
export function intakeCommand(): Command {
  const csv = new Command("csv")
    .description("rows of a log; sending a file again counts nothing twice")
    .argument("<file>", "a CSV file with a header")
    .requiredOption("--source <id>", "as it is registered")
    .option("--mapping <file>", "YAML; registered with the source before the file is read")
    .option("--from <line>", "go on at this line of the file", lineOf, 2)
    .option("--rejects <file>", "where rows that were not taken are named, by line and reason")
    .addHelpText("after", MAPPING_HELP)
    .action(sendCsv);
  return new Command("intake").description("logs of other systems").addCommand(asOptions(csv));
}

async function sendCsv(file: string, options: IntakeOptions): Promise<void> {
  if (options.mapping !== undefined) await registerMapping(options.mapping, options);
  const rejects = options.rejects === undefined ? null : createWriteStream(options.rejects);
  rejects?.write(csvLine(["line", "reason"]));
  const total = { accepted: 0, duplicate: 0, rejected: 0 };
  for await (const part of partsOf(file, options.from)) {
    const taken = await sendPart(part, options);
    total.accepted += taken.accepted;
    total.duplicate += taken.duplicate;
    total.rejected += taken.rejected.length;
    for (const { place, reason } of taken.rejected) rejects?.write(csvLine([String(place), reason]));
    tell(
      `line ${part.nextLine - 1}: ${total.accepted} accepted, ${total.duplicate} known, ${total.rejected} rejected`,
    );
  }
  await ended(rejects);
  process.stdout.write(`${JSON.stringify(total)}\n`);
  if (total.rejected > 0) process.exitCode = 3;
}

async function registerMapping(file: string, options: IntakeOptions): Promise<void> {
  const mapping: unknown = parseYaml(
    await readFile(file, "utf8").catch((cause: unknown) => {
      throw new AppError("usage", `cannot read \`${file}\``, { cause });
    }),
  );
  const source = (await sourcesOf(options)).find(({ id }) => id === options.source);
  if (source === undefined)
    throw new AppError("not_found", `there is no source \`${options.source}\``, {
      hint: "register it with `modicum sources add`",
    });
  const text = JSON.stringify({ mapping: withColumns(mapping) });
  await call("PATCH", `/api/v1/sources/${source.id}`, options, {
    type: "application/json",
    text,
    ifMatch: source.version,
  });
}

/** A field that is told by a column alone may be written as its name. */
function withColumns(mapping: unknown): unknown {
  if (typeof mapping !== "object" || mapping === null || !("fields" in mapping)) return mapping;
  const fields = Object.entries(mapping.fields ?? {}).map(([field, rule]: [string, unknown]) => [
    field,
    typeof rule === "string" ? { column: rule } : rule,
  ]);
  return { ...mapping, fields: Object.fromEntries(fields) as unknown };
}

interface Part {
  readonly header: string;
  readonly firstLine: number;
  /** Whole lines of the file, those of bad records too. */
  readonly text: string;
  readonly nextLine: number;
}

async function sendPart({ header, firstLine, text }: Part, options: IntakeOptions): Promise<Taken> {
  const path = `/api/v1/intake/${encodeURIComponent(options.source)}/csv?firstLine=${firstLine}`;
  try {
    return (await call("POST", path, options, { type: "text/csv", text: `${header}\n${text}` })) as Taken;
  } catch (fault) {
    tell(`stopped before line ${firstLine}: go on with \`--from ${firstLine}\``);
    throw fault;
  }
}

/** The file in parts that begin and end between records; nothing but a part is held. */
async function* partsOf(file: string, from: number): AsyncGenerator<Part> {
  const splitter = createCsvSplitter();
  let header: CsvRecord | undefined;
  let held: CsvRecord[] = [];
  let length = 0;
  const part = (): Part => {
    const [firstLine, lines] = [held[0]?.line ?? from, textOf(held)];
    [held, length] = [[], 0];
    return { header: header?.text ?? "", firstLine, text: lines.text, nextLine: lines.nextLine };
  };
  const take = (records: readonly CsvRecord[]): void => {
    for (const record of records) {
      if (header === undefined) header = record;
      else if (record.line >= from) {
        held.push(record);
        length += record.text.length;
      }
    }
  };
  for await (const line of linesOf(file)) {
    take(splitter.push(line));
    if (held.length >= ROWS || length >= LENGTH) yield part();
  }
  take(splitter.end());
  if (held.length > 0) yield part();
}

function linesOf(file: string): AsyncIterable<string> {
  const input = createReadStream(file, "utf8");
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  input.once("error", (cause) =>
    lines.emit("error", new AppError("usage", `cannot read \`${file}\``, { cause })),
  );
  return lines;
}

/** As the records stand in the file: what was left out between them, empty lines, is put back. */
function textOf(records: readonly CsvRecord[]): { readonly text: string; readonly nextLine: number } {
  let nextLine = records[0]?.line ?? 1;
  const pieces: string[] = [];
  for (const { text, line } of records) {
    pieces.push("\n".repeat(line - nextLine), text, "\n");
    nextLine = line + text.split("\n").length;
  }
  return { text: pieces.join(""), nextLine };
}

function ended(stream: WriteStream | null): Promise<void> {
  return new Promise((resolve) => (stream === null ? resolve() : stream.end(() => resolve())));
}

function lineOf(text: string): number {
  const line = Number(text);
  if (!Number.isInteger(line) || line < 2) throw new InvalidArgumentError("a line of the file, from 2");
  return line;
}
