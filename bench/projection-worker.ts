/** A worker thread that minimizes the same chunks of NDJSON as often as it is told, and says when it is done. */
import { parentPort } from "node:worker_threads";
import { shippedCatalogue } from "../src/catalogue/testing/shipped.ts";
import { openScanner } from "../src/projection/bytes/open-scanner.ts";
import { bytesOf, clinicalView, resourceTexts } from "./projection-texts.ts";
import { CHUNK_BYTES, chunksOf, minimizedLines } from "./projection-lines.ts";

const catalogue = shippedCatalogue();
const { scanner, views } = openScanner(catalogue);
const view = views.of(clinicalView(catalogue));
const chunks = chunksOf(resourceTexts(), CHUNK_BYTES);
const bytes = bytesOf(chunks);

parentPort?.on("message", (times: number) => {
  // Another object each time, so that the text is read anew.
  for (let i = 0; i < times; i++) for (const chunk of chunks) minimizedLines(scanner, view, chunk.subarray());
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
  parentPort?.postMessage(times * bytes);
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
parentPort?.postMessage(0);
