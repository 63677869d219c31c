/** NDJSON of a wanted size in a file, and both ways to minimize a chunk of it. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ByteScanner, ByteView } from "../src/projection/bytes/types.ts";

/** Of what is read at once: it stays in the cache of a core beside what comes of it. */
export const CHUNK_BYTES = 2 ** 18;
const LINE_FEED = Buffer.from("\n");

/** A file of so many bytes at least, of these resources again and again; `remove` deletes it. */
export function linesFile(
  resources: readonly Buffer[],
  bytes: number,
): { readonly path: string; readonly size: number; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "modicum-bench-"));
  const path = join(folder, "resources.ndjson");
  const all = Buffer.concat(resources.flatMap((resource) => [resource, LINE_FEED]));
  const file = openSync(path, "w");
  let size = 0;
  while (size < bytes) size += writeSync(file, all);
  closeSync(file);
  return { path, size, remove: () => rmSync(folder, { recursive: true }) };
}

/** NDJSON of the resources in chunks of about so many bytes, as one would read them from a file. */
export function chunksOf(resources: readonly Buffer[], bytes: number): readonly Buffer[] {
  const chunks: Buffer[][] = [[]];
  let size = 0;
  for (const resource of resources) {
    if (size > bytes) {
      chunks.push([]);
      size = 0;
    }
    chunks.at(-1)?.push(resource, LINE_FEED);
    size += resource.length + LINE_FEED.length;
  }
  return chunks.map((parts) => Buffer.concat(parts));
}

/** The minimized lines of a chunk of whole lines, as bytes to write. */
export function minimizedLines(scanner: ByteScanner, view: ByteView, chunk: Buffer): Uint8Array {
  const projected = scanner.projectLines?.(chunk, view) ?? null;
  if (projected === null || projected.doubts.length > 0) throw new Error("in doubt");
  return projected.json;
}

/** The same chunk read and written by JSON.parse and JSON.stringify, line by line. */
export function rewrittenLines(chunk: Buffer): Buffer {
  const text = chunk.toString();
  const lines = text.slice(0, text.lastIndexOf("\n")).split("\n");
  return Buffer.from(`${lines.map((line) => JSON.stringify(JSON.parse(line))).join("\n")}\n`);
}
