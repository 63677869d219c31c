import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, Option } from "commander";
import { RECORD_FORMAT_NAMES } from "../audit/formats/formats.ts";
import { AppError } from "../kernel/errors.ts";
import { openAnswer } from "./client.ts";
import type { AsOptions } from "./demo-identity.ts";
import { exportPack } from "./log-verify.ts";
import { tell } from "./output.ts";

/** What narrows and turns the record, for a search and for an export alike. */
export interface EntryFilters {
  readonly person?: string;
  readonly patient?: string;
  readonly interaction?: string;
  readonly outcome?: string;
  readonly forPurpose?: string;
  readonly rule?: string;
  readonly grant?: string;
  readonly element?: string;
  readonly system?: string;
  readonly act?: string;
  readonly type?: string;
  readonly reason?: string;
  readonly from?: string;
  readonly until?: string;
  readonly exceptions?: true;
  readonly oldestFirst?: true;
}

interface ExportOptions extends AsOptions, EntryFilters {
  readonly format: string;
  readonly output: string;
  readonly pack?: string;
  readonly sealed: boolean;
}

/** Adds the filters that search and export share. */
export function entryFilters(command: Command): Command {
  return command
    .option("--person <id>", "only what this person did")
    .option("--patient <id>", "only what touched this patient")
    .option("--interaction <name>", "only this interaction, such as fhir.read")
    .option("--outcome <outcome>", "permit, deny or error")
    .option("--exceptions", "only what rests on a just-in-time or break-glass grant")
    .option("--for-purpose <id>", "as declared, or one it stood for; --purpose is yours")
    .option("--rule <id>", "one of the rules that decided")
    .option("--grant <id>", "one of the grants that let it out")
    .option("--element <id>", "one of the elements released, such as patient.ssn")
    .option("--system <name>", "through which system, or from which it was taken in")
    .option("--act <act>", "use, disclose or request")
    .option("--type <resource>", "what kind of resource, such as Claim")
    .option("--reason <code>", "why it was refused")
    .option("--from <time>", "ISO time, inclusive")
    .option("--until <time>", "ISO time, exclusive")
    .option("--oldest-first", "as recorded; else the newest come first");
}

/** The filters as the API names them. */
export function filtersOf({
  forPurpose,
  type,
  oldestFirst,
  ...alike
}: EntryFilters): Readonly<Record<string, string | boolean>> {
  return {
    ...alike,
    ...(forPurpose === undefined ? {} : { purpose: forPurpose }),
    ...(type === undefined ? {} : { resourceType: type }),
    ...(oldestFirst === true ? { descending: false } : {}),
  };
}

/** `log export`: the record as a file, as it comes, with the rights of who asks. */
export function logExportCommand(): Command {
  return entryFilters(
    new Command("export").description("take the record out as a file, newest first unless turned"),
  )
    .addOption(
      new Option("--format <format>", "how it is written").choices([...RECORD_FORMAT_NAMES]).default("csv"),
    )
    .option("-o, --output <file>", "a file that is not there yet, or - for stdout", "-")
    .option("--pack <folder>", "in place of a file: the whole log with its proofs, for `log verify --pack`")
    .option("--sealed", "sealed parts with the pack", false)
    .action((options: ExportOptions) =>
      options.pack === undefined ? exportRecord(options) : exportPack(options.pack, options),
    );
}

async function exportRecord(options: ExportOptions): Promise<void> {
  const { as, purpose, case: caseId, format, output, pack: _pack, sealed: _sealed, ...filters } = options;
  const body = { type: "application/json", text: JSON.stringify({ ...filtersOf(filters), format }) };
  const who = { as, purpose, case: caseId };
  const answer = await openAnswer("POST", "/api/v1/record/_export", who, body);
  if (answer.body === null) throw interrupted();
  await write(answer.body, output);
  tell(`entry of this export: ${answer.headers.get("x-request-id") ?? "unknown"}`);
}

/** Entries name patients: a new file is readable by its owner alone. */
async function write(content: ReadableStream<Uint8Array>, output: string): Promise<void> {
  const target = output === "-" ? process.stdout : (await newFile(output)).createWriteStream();
  const options = { end: output !== "-" };
  await pipeline(Readable.fromWeb(content), target, options).catch((cause: unknown) => {
    throw interrupted(cause);
  });
}

async function newFile(path: string): Promise<FileHandle> {
  return open(path, "wx", 0o600).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === "EEXIST" ? "is there already" : "cannot be written";
    throw new AppError("usage", `the file \`${path}\` ${why}`, { cause });
  });
}

function interrupted(cause?: unknown): AppError {
  return new AppError("record_unavailable", "the export broke off; what was written is not complete", {
    cause,
    hint: "start it again",
  });
}
