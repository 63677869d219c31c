/**
 * Loaded into the server that is soaked (`node --expose-gc --import`): collects garbage every ten seconds, and writes a
 * line of what memory is in use after it.
 */
import { appendFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const MIB = 2 ** 20;
const file = process.env["MODICUM_SOAK_SAMPLES"];

if (isMainThread && file !== undefined) {
  const start = performance.now();
  setInterval(() => {
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    const second = (performance.now() - start) / 1_000;
    appendFileSync(
      file,
      `${JSON.stringify({ second, rss: rss / MIB, heap: (heapUsed + external) / MIB })}\n`,
    );
  }, 10_000).unref();
}
