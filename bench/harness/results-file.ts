/** What runs of the bench leave on disk, read again for the document. */
import { readFile, writeFile } from "node:fs/promises";
import type { BenchResult, GrowthResult } from "./types.ts";

/** Reads a list written before; empty where there is none. */
export async function readResults<T>(path: string): Promise<readonly T[]> {
  const text = await readFile(path, "utf8").catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === "ENOENT") return "[]";
    throw fault;
  });
  return JSON.parse(text) as readonly T[];
}

/** Writes a list, one member a line, so that a diff shows what changed. */
export async function writeResults(path: string, results: readonly unknown[]): Promise<void> {
  await writeFile(path, `${JSON.stringify(results, null, 2)}\n`);
}

/** This run's results, and with `keep` those of rows it did not run; in order of their names. */
export function merged<T extends BenchResult | GrowthResult>(
  earlier: readonly T[],
  fresh: readonly T[],
  keep: boolean,
): readonly T[] {
  const byName = new Map([...(keep ? earlier : []), ...fresh].map((result) => [result.name, result]));
  return [...byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
