import { parentPort, workerData } from "node:worker_threads";
import { AppError } from "../kernel/errors.ts";
import { scopeAgain } from "./minimize-scope.ts";
import { faultOf, MinimizeTasks } from "./minimize-tasks.ts";
import type { Answer, Task } from "./minimize-tasks.ts";
import type { Answered, Begun } from "./minimize-threads.ts";

/** A thread of `modicum minimize`: does one task after the other and answers each. */
const port = parentPort;
if (port === null) throw new AppError("internal", "blocks are minimized in threads of their own");
const { options, known, format } = workerData as Begun;
const tasks = scopeAgain(options, known).then((scoped) => new MinimizeTasks(scoped, format));
let latest: Promise<void> = Promise.resolve();

port.on("message", ({ call, task }: { readonly call: number; readonly task: Task }) => {
  latest = latest.then(() => answer(call, task));
});

async function answer(call: number, task: Task): Promise<void> {
  try {
    send({ call, answer: await (await tasks).run(task) });
  } catch (fault) {
    send({ call, fault: fault instanceof AppError ? faultOf(fault) : null });
  }
}

function send(answered: Answered): void {
  const answer: Answer = "answer" in answered ? answered.answer : null;
  port?.postMessage(answered, answer !== null && "bytes" in answer ? [answer.bytes.buffer] : []);
}
