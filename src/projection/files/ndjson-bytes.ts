import { AppError } from "../../kernel/errors.ts";
import { parseJsonObject, stringifyJson } from "../../kernel/json.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { ByteProjected, ProjectionTask, Span } from "../bytes/types.ts";
import { isBlank, problemOf, TOO_LONG } from "./lines.ts";
import type { Line } from "./lines.ts";
import type { Output } from "./output.ts";
import type { Tally } from "./tally.ts";
import type { FileOptions, RecordBytes } from "./types.ts";

type ByteOptions = FileOptions & { readonly bytes: RecordBytes };

/** A record and what the caller may see of it. */
interface Judged {
  readonly number: number;
  readonly span: Span;
  /** Null: it is not there. */
  readonly view: TransformVector | null;
}

/** A line that cannot be read; kept in its place, so that the first of them is the one that ends the run. */
interface Refused {
  readonly number: number;
  readonly problem: string;
}

const LINE_FEED = Buffer.from("\n");

/**
 * Projects lines, most of which are windows on `chunk` (undefined: none is). The scanner gets a text whole, so that it
 * need not be made ready for each line.
 */
export function projectLines(
  lines: readonly Line[],
  chunk: Uint8Array | undefined,
  output: Output,
  options: ByteOptions,
  tally: Tally,
): void {
  const [first, ...rest] = lines;
  if (first === undefined) return;
  // The first began in an earlier chunk, or is read like one that did.
  projectText(first.bytes ?? new Uint8Array(), [first], output, options, tally);
  if (chunk !== undefined && rest.length > 0) projectText(chunk, rest, output, options, tally);
}

function projectText(
  text: Uint8Array,
  lines: readonly Line[],
  output: Output,
  options: ByteOptions,
  tally: Tally,
): void {
  const judged = lines.flatMap((line) => judge(text, line, options));
  const tasks = judged.flatMap((one) =>
    "view" in one && one.view !== null ? [{ view: options.bytes.views.of(one.view), span: one.span }] : [],
  );
  const projected = projectAll(options, text, tasks);
  let next = 0;
  for (const one of judged) {
    if ("problem" in one) tally.refuse(one.number, one.problem, options);
    else if (one.view === null) tally.record(null, false, options);
    else {
      const seen = projected[next++] ?? null;
      write(seen ?? projectAsObject(text, one.view, one, options, tally), output, options, tally);
    }
  }
}

function judge(
  text: Uint8Array,
  { number, bytes }: Line,
  { bytes: { viewFor } }: ByteOptions,
): (Judged | Refused)[] {
  if (bytes === null) return [{ number, problem: TOO_LONG }];
  if (isBlank(bytes)) return [];
  const from = bytes.byteOffset - text.byteOffset;
  const span = { from, until: from + bytes.length };
  try {
    return [{ number, span, view: viewFor(text, span) }];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ number, problem: problemOf(error) }];
  }
}

function projectAll(
  { bytes: { scanner }, context }: ByteOptions,
  text: Uint8Array,
  tasks: readonly ProjectionTask[],
): readonly (ByteProjected | null)[] {
  if (scanner.projectAll !== undefined) return scanner.projectAll(text, tasks, context);
  return tasks.map(({ view, span }) => scanner.project(text, view, span, context));
}

/** Undefined: refused. */
function projectAsObject(
  text: Uint8Array,
  view: TransformVector,
  { number, span }: Judged,
  options: ByteOptions,
  tally: Tally,
): ByteProjected | undefined {
  try {
    const resource = parseJsonObject(text.subarray(span.from, span.until));
    const { resource: seen, ...account } = options.projection.project(resource, view, options.context);
    return { ...account, json: seen === null ? null : Buffer.from(stringifyJson(seen)) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    tally.refuse(number, problemOf(error), options);
    return undefined;
  }
}

function write(seen: ByteProjected | undefined, output: Output, options: FileOptions, tally: Tally): void {
  if (seen === undefined) return;
  tally.record(seen, seen.json !== null, options);
  if (seen.json === null) return;
  output.writeBytes(seen.json);
  output.writeBytes(LINE_FEED);
}
