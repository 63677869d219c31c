import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL("../../../bench/projection-memory.ts", import.meta.url));

/** The same program runs the 10 GiB file: see the head of bench/projection-memory.ts. */
test.each([
  ["ndjson", 16],
  ["json", 16],
  ["csv", 16],
])(
  "F169 PRJ-57 memory does not grow with the file: %s of %d MiB",
  async (format, mebibytes) => {
    const args = [
      "--expose-gc",
      "--max-old-space-size=96",
      "--import",
      "tsx",
      SCRIPT,
      format,
      String(mebibytes),
    ];
    const { stdout } = await run(process.execPath, args);
    const result = JSON.parse(stdout) as Record<string, number>;
    expect(result["bytesIn"]).toBeGreaterThanOrEqual(mebibytes * 2 ** 20);
    expect(result["bytesOut"]).toBeGreaterThan((mebibytes * 2 ** 20) / 5);
    // What is alive is settled after a fifth of the file; holding a third of the rest's bytes would exceed this.
    expect(result["afterFifth"]).toBeGreaterThan(0);
    expect((result["most"] ?? 0) - (result["afterFifth"] ?? 0)).toBeLessThan(mebibytes * 0.25);
  },
  120_000,
);
