import { Worker } from "node:worker_threads";
import { AppError } from "../kernel/errors.ts";
import type { Format } from "./minimize-options.ts";
import type { Known, MinimizeOptions } from "./minimize-scope.ts";
import { errorOf } from "./minimize-tasks.ts";
import type { Answer, Fault, Task } from "./minimize-tasks.ts";

/** Does tasks; in which order they end is not said, save that one thread does them as they come. */
export interface Tasks {
  /** How many blocks are worked on at one time. */
  readonly width: number;
  /** In one of the threads. */
  run(task: Task): Promise<Answer>;
  /** In every thread. */
  tellAll(task: Task): Promise<void>;
  close(): Promise<void>;
}

/** What a thread begins with: enough to come to the decision of the one that starts it. */
export interface Begun {
  readonly options: MinimizeOptions;
  readonly known: Known;
  readonly format: Exclude<Format, "json">;
}

export type Answered =
  | { readonly call: number; readonly answer: Answer }
  | { readonly call: number; readonly fault: Fault | null };

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (fault: AppError) => void;
}

/** Starts threads that minimize blocks, each with the policy, the decision and memory of its own. */
export function startThreads(count: number, begun: Begun): Tasks {
  const threads = Array.from({ length: count }, () => new MinimizeThread(begun));
  return {
    width: count,
    run: (task) => leastBusy(threads).ask(task),
    tellAll: async (task) => {
      await Promise.all(threads.map((thread) => thread.ask(task)));
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

function leastBusy(threads: readonly MinimizeThread[]): MinimizeThread {
  const [first, ...others] = threads;
  if (first === undefined) throw new AppError("internal", "no thread was started");
  return others.reduce((best, thread) => (thread.busy < best.busy ? thread : best), first);
}

class MinimizeThread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private lastCall = 0;
  private ended = false;

  constructor(begun: Begun) {
    this.worker = new Worker(new URL("./start-minimize-worker.mjs", import.meta.url), { workerData: begun });
    this.worker.on("message", (answered: Answered) => this.settle(answered));
    this.worker.on("error", () => this.failAll());
    this.worker.on("exit", () => this.failAll());
  }

  get busy(): number {
    return this.waiting.size;
  }

  ask(task: Task): Promise<Answer> {
    if (this.ended) return Promise.reject(new AppError("internal", "a thread that minimizes ended"));
    const call = (this.lastCall += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(call, { resolve, reject });
      this.worker.postMessage({ call, task }, "block" in task ? [task.block.buffer] : []);
    });
  }

  async close(): Promise<void> {
    this.failAll();
    await this.worker.terminate();
  }

  private settle(answered: Answered): void {
    const one = this.waiting.get(answered.call);
    this.waiting.delete(answered.call);
    if ("answer" in answered) one?.resolve(answered.answer);
    else
      one?.reject(
        answered.fault === null ? new AppError("internal", "minimizing failed") : errorOf(answered.fault),
      );
  }

  private failAll(): void {
    this.ended = true;
    for (const { reject } of this.waiting.values())
      reject(new AppError("internal", "a thread that minimizes ended"));
    this.waiting.clear();
  }
}
