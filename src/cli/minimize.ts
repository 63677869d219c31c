import { stat } from "node:fs/promises";
import { extname } from "node:path";
import { Command, Option } from "commander";
import { createLabelBook, type LabelBook } from "../catalogue/label-book.ts";
import { recordFactsOf } from "../catalogue/record-facts.ts";
import { grantedSomewhere } from "../decision/reach.ts";
import { viewOf } from "../decision/view.ts";
import { AppError } from "../kernel/errors.ts";
import type { JsonObject } from "../kernel/json.ts";
import { type CsvOptions, minimizeCsv } from "../projection/files/csv.ts";
import { minimizeJson } from "../projection/files/json.ts";
import { minimizeNdjson } from "../projection/files/ndjson.ts";
import { Tally } from "../projection/files/tally.ts";
import { objectProjection } from "../projection/object-projection.ts";
import { POPULOUS_ZIP3 } from "../catalogue/census/zip3.ts";
import { openAgain, openInput } from "./input.ts";
import { type MinimizeOptions, type Scoped, scopeOf } from "./minimize-scope.ts";
import { tell } from "./output.ts";
import { progressBar, writeOutput, writeSummary } from "./minimize-output.ts";

type Format = "ndjson" | "json" | "csv";

const FORMATS: Readonly<Record<string, Format>> = {
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".json": "json",
  ".csv": "csv",
};

const MINIMIZERS = { ndjson: minimizeNdjson, json: minimizeJson, csv: minimizeCsv } as const;

interface RunOptions extends MinimizeOptions {
  readonly format?: Format;
  readonly out: string;
  readonly skipBad?: boolean;
  readonly summary?: string;
}

export function minimizeCommand(): Command {
  return new Command("minimize")
    .description("trim FHIR JSON, NDJSON or CSV to what a person or role may see for a purpose")
    .argument("[in]", "a file, or - for stdin", "-")
    .option("--as <person>", "a person of the policy, or of the running server")
    .option("--role <role>", "a role alone; without --facts, record scope is assumed")
    .requiredOption("--purpose <purpose>", "our id or the HL7 code")
    .option("--case <id>", "the case of a case-bound purpose")
    .option("--facts <file>", "relation facts, authorizations, consents… as JSON")
    .addOption(
      new Option("--act <act>", "what is done").choices(["use", "disclose", "request"]).default("use"),
    )
    .option("--recipient <class>", "for disclose and request: provider, health-plan…")
    .option("--verified", "the recipient's identity and authority are verified")
    .addOption(
      new Option("--format <format>", "when the file's name does not say").choices(["ndjson", "json", "csv"]),
    )
    .option("-o, --out <file>", "where to; whole or not at all", "-")
    .option("--skip-bad", "leave out records that cannot be read, and go on")
    .option("--summary <file>", "write what came out and what was held back, as JSON")
    .action(minimizeFile);
}

async function minimizeFile(input: string, options: RunOptions): Promise<void> {
  const format = options.format ?? FORMATS[extname(input).toLowerCase()];
  if (format === undefined) {
    throw new AppError("usage", "the format cannot be told from the name", {
      hint: "give `--format ndjson|json|csv`",
    });
  }
  const scoped = await scopeOf(options);
  for (const note of scoped.notes) tell(note);
  const size =
    input === "-"
      ? undefined
      : await stat(input).then(
          ({ size: bytes }) => bytes,
          () => undefined,
        );
  const { read, labels } = await labelsWithin(input, format, scoped, options);
  const bar = progressBar(size);
  const tally = new Tally();
  const shown = { ...fileOptions(scoped, options, labels), progress: bar.show };
  const output = MINIMIZERS[format](read(), shown, tally);
  await writeOutput(options.out, output).finally(bar.end);
  await writeSummary(options.summary, tally.summary());
}

/** A first pass, in which nothing is shown: what refers to what within the file. A row refers to nothing. */
async function labelsWithin(input: string, format: Format, scoped: Scoped, options: RunOptions) {
  const labels = createLabelBook(scoped.policy.segments);
  if (format === "csv") return { read: () => openInput(input), labels };
  const read = await openAgain(input);
  const noted = {
    ...fileOptions(scoped, options, labels),
    skipBad: true,
    viewFor: (resource: JsonObject) => {
      labels.add(resource);
      return null;
    },
  };
  for await (const _ of MINIMIZERS[format](read(), noted, new Tally()));
  return { read, labels };
}

function fileOptions(scoped: Scoped, { skipBad }: RunOptions, labels: LabelBook): CsvOptions {
  const { policy, decision, facts, now } = scoped;
  return {
    catalogue: policy.catalogue,
    projection: objectProjection(policy.catalogue),
    context: { now, tokenize: null, zip3: POPULOUS_ZIP3 },
    viewFor: (resource: JsonObject) =>
      viewOf(decision, recordFactsOf(resource, policy.segments, labels.lentTo(resource)), facts)?.elements ??
      null,
    grantedFor: (type) => grantedSomewhere(decision, type),
    skipBad: skipBad === true,
  };
}
