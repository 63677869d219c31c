import { parentPort, workerData } from "node:worker_threads";
import { offsetClock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { localBench } from "../../policy/drafts/local-bench.ts";
import type { Answered, Asked } from "./thread-bench.ts";
import { createTaskRunner } from "./tasks.ts";

/** The thread of the bench: does one task at a time and answers each. */
const port = parentPort;
if (port === null) throw new AppError("internal", "the bench runs in a thread of its own");
const clock = offsetClock((workerData as { readonly clockOffsetMs: number }).clockOffsetMs);
const run = createTaskRunner(localBench(() => clock.now()));

async function answer({ id, task }: Asked): Promise<Answered> {
  try {
    return { id, value: await run(task) };
  } catch (fault) {
    return { id, fault: fault instanceof AppError ? { code: fault.code, message: fault.message } : null };
  }
}

let turn = Promise.resolve();
port.on("message", (asked: Asked) => {
  turn = turn.then(async () => port.postMessage(await answer(asked)));
});
