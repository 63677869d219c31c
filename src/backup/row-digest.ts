import { hash } from "node:crypto";
import type { TableDigest } from "./ports.ts";

const NEWLINE = 0x0a;
const MODULUS = 1n << 256n;

/**
 * Counts rows as they pass, and sums their hashes: whatever order a table gives them in, the sum is the same.
 * The text format of COPY ends each row with a line feed, and has none within one.
 */
export interface RowDigest {
  /** The same bytes; `result` holds once they have ended. */
  passing(rows: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  result(table: string): TableDigest;
}

export function createRowDigest(): RowDigest {
  let rows = 0;
  let sum = 0n;
  let rest = Buffer.alloc(0);

  function take(chunk: Uint8Array): void {
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      sum = (sum + BigInt(`0x${hash("sha256", bytes.subarray(start, end), "hex")}`)) % MODULUS;
      rows += 1;
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }

  return {
    async *passing(all) {
      for await (const chunk of all) {
        take(chunk);
        yield chunk;
      }
    },
    result: (table) => ({ table, rows, digest: sum.toString(16).padStart(64, "0") }),
  };
}
