/** What is done with a block of records, in this thread or in one of its own. */
import type { LabelBook } from "../catalogue/label-book.ts";
import { createLabelBook } from "../catalogue/label-book.ts";
import { AppError } from "../kernel/errors.ts";
import type { ErrorCode } from "../kernel/errors.ts";
import { CsvFile } from "../projection/files/csv.ts";
import type { CsvOptions } from "../projection/files/csv.ts";
import { CsvTrim } from "../projection/files/csv-trim.ts";
import { minimizeNdjson } from "../projection/files/ndjson.ts";
import { Tally } from "../projection/files/tally.ts";
import type { FileSummary } from "../projection/files/types.ts";
import { addCards, isLabeled, notingOptions, refersTo } from "./minimize-labels.ts";
import type { NamedCard, Wanted } from "./minimize-labels.ts";
import { fileOptions } from "./minimize-options.ts";
import type { Format } from "./minimize-options.ts";
import type { Scoped } from "./minimize-scope.ts";

/** The header of a CSV file, for its later blocks. */
export interface CsvHeader {
  readonly cells: readonly string[];
  readonly delimiter: string;
}

/** Where in its file a block stands. */
export interface BlockPlace {
  /** Of the CSV file, once an earlier block had it. */
  readonly header: CsvHeader | null;
  /** Lines before it that are counted as its own. */
  readonly linesBefore: number;
}

/** What a thread is asked. Cards and labeled records are told to all threads before blocks that follow. */
export type Task =
  | ({ readonly kind: "minimize"; readonly block: Uint8Array<ArrayBuffer> } & BlockPlace)
  | { readonly kind: "survey"; readonly block: Uint8Array<ArrayBuffer> }
  | { readonly kind: "labeled"; readonly refs: ReadonlySet<string> }
  | { readonly kind: "cards"; readonly cards: readonly NamedCard[] };

export interface Done {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** As if the block were a file, with what cannot be read left out. */
  readonly summary: FileSummary;
  readonly lines: number;
  /** Null: no header has come. */
  readonly header: CsvHeader | null;
  /** What ended the block early; what cannot be read before that is in the summary. */
  readonly fault: Fault | null;
}

export type Answer = Done | readonly NamedCard[] | null;

const LINE_FEED = 0x0a;

/** Minimizes blocks of one file, one after the other. */
export class BlockMinimizer {
  private readonly format: Exclude<Format, "json">;
  private readonly options: CsvOptions;
  private trim: CsvTrim | undefined;

  constructor(options: CsvOptions, format: Exclude<Format, "json">) {
    this.options = { ...options, skipBad: true };
    this.format = format;
  }

  async minimize(block: Uint8Array, place: BlockPlace): Promise<Done> {
    const tally = new Tally();
    const parts: Uint8Array[] = [];
    let fault: Fault | null = null;
    try {
      for await (const part of this.partsOf(block, place, tally)) parts.push(part);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      fault = faultOf(error);
    }
    return {
      bytes: joined(parts),
      summary: tally.summary(),
      lines: linesIn(block),
      header: headerOf(this.trim),
      fault,
    };
  }

  private async *partsOf(
    block: Uint8Array,
    { header, linesBefore }: BlockPlace,
    tally: Tally,
  ): AsyncGenerator<Uint8Array> {
    if (this.format === "ndjson") {
      yield* minimizeNdjson(only(block), this.options, tally);
      return;
    }
    if (header !== null) this.trim ??= new CsvTrim(header.cells, header.delimiter, this.options);
    const file = new CsvFile(this.options, tally, this.trim);
    file.skipLines(linesBefore);
    yield* file.feed(block);
    yield* file.finish();
    this.trim ??= file.trim;
  }
}

/** Does one task after the other. */
export class MinimizeTasks {
  private readonly scoped: Scoped;
  private readonly labels: LabelBook;
  private readonly options: CsvOptions;
  private readonly blocks: BlockMinimizer;
  private wanted: Wanted = isLabeled;

  constructor(scoped: Scoped, format: Exclude<Format, "json">) {
    this.scoped = scoped;
    this.labels = createLabelBook(scoped.policy.segments);
    this.options = fileOptions(scoped, format, true, this.labels);
    this.blocks = new BlockMinimizer(this.options, format);
  }

  async run(task: Task): Promise<Answer> {
    if (task.kind === "minimize") return this.blocks.minimize(task.block, task);
    if (task.kind === "survey") return this.survey(task.block);
    if (task.kind === "labeled") this.wanted = refersTo(task.refs);
    else addCards(this.labels, task.cards);
    return null;
  }

  private async survey(block: Uint8Array): Promise<readonly NamedCard[]> {
    const cards: NamedCard[] = [];
    const noting = notingOptions(this.options, this.scoped.policy.segments, this.wanted, cards);
    for await (const _ of minimizeNdjson(only(block), noting, new Tally()));
    return cards;
  }
}

/** An AppError, which does not come through to another thread as one. */
export interface Fault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
}

export function faultOf({ code, message, hint }: AppError): Fault {
  return { code, message, hint };
}

export function errorOf({ code, message, hint }: Fault): AppError {
  return new AppError(code, message, hint === undefined ? {} : { hint });
}

function headerOf(trim: CsvTrim | undefined): CsvHeader | null {
  if (trim === undefined) return null;
  return { cells: trim.layout.columns.map(({ header }) => header), delimiter: trim.delimiter };
}

async function* only(block: Uint8Array): AsyncGenerator<Uint8Array> {
  yield block;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function linesIn(block: Uint8Array): number {
  let lines = 0;
  for (let at = block.indexOf(LINE_FEED); at >= 0; at = block.indexOf(LINE_FEED, at + 1)) lines++;
  return lines;
}
