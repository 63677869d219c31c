/** What a backup holds, one after the other: tables with their rows, what they came to, and at the end the whole. */
import { z } from "zod";
import { AppError } from "../kernel/errors.ts";
import { frame, frameHeader, framesOf } from "./frames.ts";
import type { ReturningTable, Snapshot, TableDigest } from "./ports.ts";
import { createRowDigest } from "./row-digest.ts";

const KIND = { start: 1, table: 2, rows: 3, end: 4 } as const;

const startFrame = z.strictObject({ migrations: z.array(z.string()) });
const tableFrame = z.strictObject({ table: z.string(), columns: z.array(z.string()) });
const digestShape = z.strictObject({ table: z.string(), rows: z.number(), digest: z.string() });
const endFrame = z.strictObject({ tables: z.array(digestShape) });

/** Writes a snapshot; `told` of each table when it is written. */
export async function* archiveOf(
  snapshot: Snapshot,
  told: (table: TableDigest) => void,
): AsyncGenerator<Uint8Array> {
  const digests: TableDigest[] = [];
  yield jsonFrame(KIND.start, { migrations: [...snapshot.migrations] });
  for (const table of snapshot.tables) {
    yield jsonFrame(KIND.table, table);
    const rows = createRowDigest();
    for await (const bytes of rows.passing(snapshot.read(table))) {
      yield frameHeader(KIND.rows, bytes.length);
      yield bytes;
    }
    const digest = rows.result(table.table);
    digests.push(digest);
    told(digest);
  }
  yield jsonFrame(KIND.end, { tables: digests });
}

/** A backup that is being read: its tables in order, and what they came to when it was made. */
export interface Archive {
  readonly migrations: readonly string[];
  /** To be read one after the other, each to its end. */
  readonly tables: AsyncIterable<ReturningTable>;
  /** Once all tables were read: what each came to when the backup was made. @throws AppError `input_invalid` before */
  digests(): readonly TableDigest[];
}

/** @throws AppError `input_invalid` where it is no archive */
export async function readArchive(bytes: AsyncIterable<Uint8Array>): Promise<Archive> {
  const frames = framesOf(bytes, torn);
  const first = await frames.next();
  if (first.done === true || first.value.kind !== KIND.start) throw torn();
  const { migrations } = parsed(startFrame, first.value.bytes);
  let made: readonly TableDigest[] | null = null;

  async function* tables() {
    let next = await frames.next();
    while (next.done !== true && next.value.kind === KIND.table) {
      const { table, columns } = parsed(tableFrame, next.value.bytes);
      const rows = async function* (): AsyncGenerator<Uint8Array> {
        for (next = await frames.next(); next.done !== true && next.value.kind === KIND.rows;) {
          yield next.value.bytes;
          next = await frames.next();
        }
      };
      yield { table, columns, rows: rows() };
    }
    if (next.done === true || next.value.kind !== KIND.end) throw torn();
    made = parsed(endFrame, next.value.bytes).tables;
  }

  return {
    migrations,
    tables: tables(),
    digests: () => {
      if (made === null) throw torn();
      return made;
    },
  };
}

function jsonFrame(kind: number, value: object): Buffer {
  return frame(kind, Buffer.from(JSON.stringify(value)));
}

function parsed<T>(schema: z.ZodType<T>, bytes: Buffer): T {
  const read = schema.safeParse(JSON.parse(bytes.toString("utf8")));
  if (!read.success) throw torn();
  return read.data;
}

function torn(): AppError {
  return new AppError("input_invalid", "the backup does not hold what a backup holds", {
    hint: "take the one before it",
  });
}
