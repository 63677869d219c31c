import { Worker } from "node:worker_threads";
import { AppError } from "../../src/kernel/errors.ts";
import type { HospitalSize } from "../sizes.ts";
import type { DemoServer } from "./server.ts";

/** What the thread is to build and serve; `now` in milliseconds since 1970. */
export interface ThreadOrder {
  readonly seed: string;
  readonly size: HospitalSize;
  readonly now: number;
}

/** What the thread says: how far it has got, and at last where it listens. */
export type ThreadMessage =
  | { readonly progress: string }
  | { readonly url: string; readonly patientId: string };

/** Far above what a hospital holds; a bound makes the collector work before memory runs out. */
const MOST_HEAP_MB = 1_536;
const NURSERY_MB = 192;

/**
 * Builds and serves a hospital in a thread of its own, so that neither building it nor a search through all of it
 * holds up the process that asks; a real clinical system is another machine altogether.
 * Listens on a free port of 127.0.0.1. Throws `internal` when the thread ends before it serves.
 */
export async function startDemoThread(
  order: ThreadOrder,
  tell: (line: string) => void,
): Promise<DemoServer & { readonly patientId: string }> {
  const worker = new Worker(new URL("./thread.mjs", import.meta.url), {
    workerData: order,
    // Charts live for a moment each; a roomy nursery spares the collector from promoting them.
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB, maxYoungGenerationSizeMb: NURSERY_MB },
  });
  const serving = new Promise<{ readonly url: string; readonly patientId: string }>((resolve, reject) => {
    worker.on("message", (message: ThreadMessage) => {
      if ("progress" in message) tell(message.progress);
      else resolve(message);
    });
    worker.once("error", (cause) => reject(failed(cause)));
    worker.once("exit", () => reject(failed()));
  });
  const served = await serving;
  return { ...served, close: async () => void (await worker.terminate()) };
}

function failed(cause?: unknown): AppError {
  return new AppError("internal", "the demo hospital could not be built", {
    cause,
    hint: "set MODICUM_DEMO_SIZE to a smaller size",
  });
}
