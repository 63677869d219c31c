import { AppError } from "../../kernel/errors.ts";
import { parseJsonObject, stringifyJson } from "../../kernel/json.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { isBlank, LineSplitter, problemOf, TOO_LONG } from "./lines.ts";
import type { Line } from "./lines.ts";
import { projectLines } from "./ndjson-bytes.ts";
import { Output } from "./output.ts";
import { projectRecord } from "./record.ts";
import type { Tally } from "./tally.ts";
import type { FileOptions } from "./types.ts";

/**
 * Minimizes newline-delimited FHIR resources (bulk data): one line in, one line or none out, in constant memory.
 * @throws AppError `input_invalid` at the first line that cannot be read, unless `skipBad`.
 */
export async function* minimizeNdjson(
  input: AsyncIterable<Uint8Array>,
  options: FileOptions,
  tally: Tally,
): AsyncGenerator<Uint8Array> {
  const output = new Output(tally);
  const splitter = new LineSplitter(options.maxRecordBytes);
  for await (const chunk of input) {
    tally.read(chunk.length, options);
    projectEach([...splitter.feed(chunk)], chunk, output, options, tally);
    yield* output.flush();
  }
  projectEach([...splitter.finish()], undefined, output, options, tally);
  yield* output.flush(true);
  tally.tell(options);
}

/** Lines that end in one chunk, as bytes where that is offered. */
function projectEach(
  lines: readonly Line[],
  chunk: Uint8Array | undefined,
  output: Output,
  options: FileOptions,
  tally: Tally,
): void {
  const { bytes } = options;
  if (bytes !== undefined) {
    projectLines(lines, chunk, output, { ...options, bytes }, tally);
    return;
  }
  for (const { number, bytes: text } of lines) {
    const resource = readResource(text, number, options, tally);
    const seen = resource === null ? null : projectRecord(resource, options, tally);
    if (seen !== null) output.write(`${stringifyJson(seen)}\n`);
  }
}

function readResource(
  bytes: Uint8Array | null,
  line: number,
  options: FileOptions,
  tally: Tally,
): JsonObject | null {
  if (bytes !== null && isBlank(bytes)) return null;
  try {
    if (bytes !== null) return parseJsonObject(bytes);
    tally.refuse(line, TOO_LONG, options);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    tally.refuse(line, problemOf(error), options);
  }
  return null;
}
