import { parentPort, workerData } from "node:worker_threads";
import { offsetClock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { createPostureRunner } from "./tasks.ts";
import type { Answered, Asked, KnownFault } from "./thread.ts";

/** The thread of posture: does one step at a time and answers each. */
const port = parentPort;
if (port === null) throw new AppError("internal", "posture is counted in a thread of its own");
const clock = offsetClock((workerData as { readonly clockOffsetMs: number }).clockOffsetMs);
const run = createPostureRunner(() => clock.now());

function knownOf({ code, message, hint }: AppError): KnownFault {
  return { code, message, hint };
}

port.on("message", ({ call, job, asked }: Asked) => {
  let answered: Answered;
  try {
    answered = { call, value: run(job, asked) };
  } catch (fault) {
    answered = { call, fault: fault instanceof AppError ? knownOf(fault) : null };
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
  port.postMessage(answered);
});
