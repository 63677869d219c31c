/** The peers of CSV, each trimming a file to a file as its own documentation would have it fast. */
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { parse } from "csv-parse";
import Papa from "papaparse";
import { KEPT } from "./csv-material.ts";

/** Trims `from` to `to`. */
export type TrimCsv = (from: string, to: string) => Promise<void>;

/** One thread; every column as text, which is faster than to have types found out. */
export async function duckDbTrim(): Promise<TrimCsv> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  const columns = KEPT.map((header) => `"${header}"`).join(", ");
  return async (from, to) => {
    await connection.run(
      `COPY (SELECT ${columns} FROM read_csv('${from}', header = true, delim = ',', quote = '"', all_varchar = true)) ` +
        `TO '${to}' (HEADER, DELIMITER ',')`,
    );
  };
}

/** By its chunks, the fastest of its ways for files; what is kept is written by its own unparse. */
export const papaParseTrim: TrimCsv = async (from, to) => {
  const output = createWriteStream(to);
  let kept: readonly number[] | undefined;
  await new Promise<void>((resolve, reject) => {
    Papa.parse<string[]>(createReadStream(from, { highWaterMark: 1 << 20, encoding: "utf8" }), {
      skipEmptyLines: true,
      chunk: ({ data }) => {
        kept ??= positionsIn(data[0] ?? []);
        const rows = data.map((row) => (kept ?? []).map((position) => row[position] ?? ""));
        if (rows.length > 0) output.write(`${Papa.unparse(rows, { newline: "\n" })}\n`);
      },
      complete: () => resolve(),
      error: reject,
    });
  });
  output.end();
  await once(output, "finish");
};

/** As a stream, which its documentation recommends for files; rows are written with as little as can be done. */
export const csvParseTrim: TrimCsv = async (from, to) => {
  let kept: readonly number[] | undefined;
  const pick = new Transform({
    writableObjectMode: true,
    transform: (row: readonly string[], _, done) => {
      kept ??= positionsIn(row);
      let line = "";
      for (const position of kept) line += `${line === "" ? "" : ","}${quoted(row[position] ?? "")}`;
      done(null, `${line}\n`);
    },
  });
  await pipeline(createReadStream(from, { highWaterMark: 1 << 20 }), parse(), pick, createWriteStream(to));
};

function positionsIn(header: readonly string[]): readonly number[] {
  return KEPT.map((name) => header.indexOf(name));
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
