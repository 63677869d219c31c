/** Files for tests, in chunks of any size. */
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { Catalogue } from "../../catalogue/types.ts";
import type { CsvOptions } from "../files/csv.ts";
import { Tally } from "../files/tally.ts";
import type { FileSummary } from "../files/types.ts";
import { objectProjection } from "../object-projection.ts";
import { testContext } from "./catalogue.ts";

type Minimize = (
  input: AsyncIterable<Uint8Array>,
  options: CsvOptions,
  tally: Tally,
) => AsyncIterable<Uint8Array>;

export interface Minimized {
  readonly text: string;
  readonly summary: FileSummary;
}

/** Options that show every record under one view. */
export function optionsFor(
  catalogue: Catalogue,
  view: TransformVector,
  more: Partial<CsvOptions> = {},
): CsvOptions {
  return {
    catalogue,
    projection: objectProjection(catalogue),
    context: testContext,
    viewFor: () => view,
    grantedFor: () => view,
    ...more,
  };
}

/** Runs a whole file through, `chunk` bytes at a time. */
export async function minimized(
  minimize: Minimize,
  file: string | Uint8Array,
  options: CsvOptions,
  chunk = 7,
): Promise<Minimized> {
  const tally = new Tally();
  const parts: Uint8Array[] = [];
  for await (const part of minimize(chunksOf(Buffer.from(file), chunk), options, tally)) parts.push(part);
  return { text: Buffer.concat(parts).toString("utf8"), summary: tally.summary() };
}

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
