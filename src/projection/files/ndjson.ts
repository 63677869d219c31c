import { AppError } from "../../kernel/errors.ts";
import { parseJsonObject, stringifyJson } from "../../kernel/json.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { isBlank, linesOf, problemOf, TOO_LONG } from "./lines.ts";
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
  for await (const { number, bytes } of linesOf(input, options, tally)) {
    const resource = readResource(bytes, number, options, tally);
    const seen = resource === null ? null : projectRecord(resource, options, tally);
    if (seen !== null) output.write(`${stringifyJson(seen)}\n`);
    yield* output.flush();
  }
  yield* output.flush(true);
  tally.tell(options);
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
