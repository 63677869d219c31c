/** A worker thread that minimizes the same NDJSON chunk as often as it is told, and says when it is done. */
import { parentPort } from "node:worker_threads";
import { shippedCatalogue } from "../src/catalogue/testing/shipped.ts";
import { openScanner } from "../src/projection/bytes/open-scanner.ts";
import { clinicalView, resourceTexts } from "./projection-texts.ts";
import { minimizedLines } from "./projection-lines.ts";

const catalogue = shippedCatalogue();
const { scanner, views } = openScanner(catalogue);
const view = views.of(clinicalView(catalogue));
const lines = Buffer.concat(resourceTexts().flatMap((resource) => [resource, Buffer.from("\n")]));

parentPort?.on("message", (times: number) => {
  for (let i = 0; i < times; i++) minimizedLines(scanner, view, lines.subarray());
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
  parentPort?.postMessage(times * lines.length);
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
parentPort?.postMessage(0);
