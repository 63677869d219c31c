/** A worker thread that minimizes the same chunks of NDJSON as often as it is told, and says how much it did. */
import { parentPort } from "node:worker_threads";
import { shippedCatalogue } from "../src/catalogue/testing/shipped.ts";
import { openScanner } from "../src/projection/bytes/open-scanner.ts";
import { bytesOf, clinicalView, resourceTexts } from "./projection-texts.ts";
import { CHUNK_BYTES, chunksOf, minimizedLines } from "./projection-lines.ts";

/** So many times all chunks, or counting in their place. */
export interface WorkerTask {
  readonly times: number;
  readonly counting: boolean;
}

const COUNTED = 1_000_000;
const catalogue = shippedCatalogue();
const { scanner, views } = openScanner(catalogue);
const view = views.of(clinicalView(catalogue));
const chunks = chunksOf(resourceTexts(), CHUNK_BYTES);
const bytes = bytesOf(chunks);

parentPort?.on("message", ({ times, counting }: WorkerTask) => {
  let done = 0;
  for (let i = 0; i < times; i++) done += counting ? counted() : minimized();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
  parentPort?.postMessage(done);
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
parentPort?.postMessage(0);

function minimized(): number {
  // Another object each time, so that the text is read anew.
  for (const chunk of chunks) minimizedLines(scanner, view, chunk.subarray());
  return bytes;
}

/** Work that needs a core and nothing else. */
function counted(): number {
  let sum = 0;
  for (let i = 0; i < COUNTED; i++) sum = (sum * 31 + i) | 0;
  return sum === 0 ? 0 : COUNTED;
}
