import { AppError } from "../../kernel/errors.ts";
import { isJsonObject, newJsonObject, parseJson, parseJsonObject, stringifyJson } from "../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../kernel/json.ts";
import type { Piece } from "./bundle-pieces.ts";
import { BundlePieces } from "./bundle-pieces.ts";
import { BundleText } from "./bundle-text.ts";
import { problemOf } from "./lines.ts";
import { Output } from "./output.ts";
import { projectRecord } from "./record.ts";
import type { Tally } from "./tally.ts";
import { DEFAULT_MAX_RECORD_BYTES } from "./types.ts";
import type { FileOptions } from "./types.ts";

/**
 * Minimizes one FHIR resource, or a Bundle of any type and size, entry by entry (rules PRJ-6x in SPEC.md).
 * Gives nothing at all for a single resource that is not there for the caller.
 * @throws AppError `input_invalid` where the text is no JSON object; for an entry that cannot be read, unless `skipBad`.
 */
export async function* minimizeJson(
  input: AsyncIterable<Uint8Array>,
  options: FileOptions,
  tally: Tally,
): AsyncGenerator<Uint8Array> {
  const output = new Output(tally);
  const document = new JsonDocument(output, options, tally);
  const pieces = new BundlePieces(options.maxRecordBytes ?? DEFAULT_MAX_RECORD_BYTES);
  for await (const chunk of input) {
    tally.read(chunk.length, options);
    for (const piece of pieces.feed(chunk)) document.take(piece);
    yield* output.flush();
  }
  pieces.finish();
  document.finish();
  yield* output.flush(true);
  tally.tell(options);
}

/** Puts a document together from its pieces; a Bundle is written while it is read. */
class JsonDocument {
  private readonly members = newJsonObject();
  private readonly bundle: BundleText;
  private readonly output: Output;
  private readonly options: FileOptions;
  private readonly tally: Tally;

  constructor(output: Output, options: FileOptions, tally: Tally) {
    this.output = output;
    this.options = options;
    this.tally = tally;
    this.bundle = new BundleText((text) => output.write(text));
  }

  take(piece: Piece): void {
    if (piece.kind === "entry") {
      const entry = this.readEntry(piece);
      if (entry !== null) this.takeEntry(entry);
      return;
    }
    this.members[piece.key] = readMember(piece);
    if (!this.isBundle()) return;
    this.bundle.type(this.members["type"]);
    if (this.members["total"] !== undefined) this.bundle.total();
  }

  finish(): void {
    if (this.isBundle()) {
      // Entries that came before the resource type was known.
      for (const entry of listOf(this.members["entry"])) if (isJsonObject(entry)) this.takeEntry(entry);
      this.bundle.finish();
      return;
    }
    const seen = projectRecord(this.members, this.options, this.tally);
    if (seen !== null) this.output.write(`${stringifyJson(seen)}\n`);
  }

  private isBundle(): boolean {
    return this.members["resourceType"] === "Bundle";
  }

  private readEntry(piece: Piece): JsonObject | null {
    try {
      return parseJsonObject(piece.bytes);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.tally.refuse(piece.line, problemIn(error), this.options);
      return null;
    }
  }

  private takeEntry(entry: JsonObject): void {
    const resource = entry["resource"];
    if (!isJsonObject(resource)) return;
    const seen = projectRecord(resource, this.options, this.tally);
    if (seen !== null) this.bundle.entry(entry, seen);
  }
}

function readMember(piece: Piece): JsonValue {
  try {
    return parseJson(piece.bytes);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw refusal(piece.line, problemIn(error));
  }
}

/** The byte would count from the beginning of the piece, which nobody sees. */
function problemIn(error: AppError): string {
  return problemOf(error).replace(/^byte \d+: /, "");
}

function refusal(line: number, problem: string): AppError {
  return new AppError("input_invalid", `line ${line}: ${problem}`);
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
