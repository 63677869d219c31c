/** DuckDB over files, opened when it is first asked: most processes never look at cold history. */
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from "@duckdb/node-api";
import { AppError } from "../../kernel/errors.ts";

export type DuckRow = Readonly<Record<string, DuckDBValue>>;

export interface Duck {
  /** The rows of a statement; values are bound as `$1`, `$2`… */
  rows(statement: string, values?: readonly string[]): Promise<readonly DuckRow[]>;
  /** A connection of its own, for work of several statements. */
  connected<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const SETTINGS = { threads: "2", memory_limit: "2GB" };

/** `scratch` is the folder for what does not fit into memory. */
export function createDuck(scratch: string): Duck {
  let opened: Promise<DuckDBInstance> | undefined;
  const instance = (): Promise<DuckDBInstance> =>
    (opened ??= import("@duckdb/node-api").then(({ DuckDBInstance: engine }) =>
      engine.create(":memory:", { ...SETTINGS, temp_directory: scratch }),
    ));
  const connected: Duck["connected"] = async (work) => {
    const connection = await (await instance()).connect();
    try {
      return await work(connection);
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      throw new AppError("internal", "cold history could not be read or written", {
        cause,
        hint: "check that its folder is there, whole, and has room",
      });
    } finally {
      connection.closeSync();
    }
  };
  return {
    connected,
    rows: (statement, values = []) =>
      connected(async (connection) =>
        (await connection.runAndReadAll(statement, [...values])).getRowObjects(),
      ),
    async close() {
      if (opened !== undefined) (await opened).closeSync();
      opened = undefined;
    },
  };
}

/** A string literal of SQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
