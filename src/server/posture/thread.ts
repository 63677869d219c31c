import { Worker } from "node:worker_threads";
import { AppError, type ErrorCode } from "../../kernel/errors.ts";
import type { PostureStep } from "./tasks.ts";

export interface Asked {
  readonly call: number;
  /** Which count the step belongs to. */
  readonly job: number;
  readonly asked: PostureStep;
}

export type Answered =
  | { readonly call: number; readonly value: unknown }
  | { readonly call: number; readonly fault: { readonly code: ErrorCode; readonly message: string } | null };

/** Posture in a thread of its own, so that requests are answered while it counts. */
export interface PostureThread {
  /** @throws AppError when the step fails, takes too long, or the thread ends */
  ask(job: number, asked: PostureStep): Promise<unknown>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (fault: AppError) => void;
  readonly timer: NodeJS.Timeout;
}

/** One step is a batch of people, or the compiling of two policies. */
const STEP_MS = 120_000;

/** Starts its thread at the first step, and again after one was ended. */
export function createPostureThread(clockOffsetMs: number): PostureThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let lastCall = 0;

  function end(ended: Worker, message: string): void {
    if (worker !== ended) return;
    worker = null;
    failAll(waiting, message);
    void ended.terminate();
  }

  function started(): Worker {
    const url = new URL("./start-worker.mjs", import.meta.url);
    const thread = new Worker(url, { workerData: { clockOffsetMs } });
    thread.on("message", (answered: Answered) => settle(waiting, answered));
    thread.on("error", () => end(thread, "the thread that counts posture failed"));
    thread.on("exit", () => end(thread, "the thread that counts posture ended"));
    // It holds nothing that would be lost: whoever waits for it keeps the process alive.
    thread.unref();
    return thread;
  }

  return {
    ask(job, asked) {
      const thread = (worker ??= started());
      const call = (lastCall += 1);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => end(thread, "counting posture took too long"), STEP_MS);
        waiting.set(call, { resolve, reject, timer });
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
        thread.postMessage({ call, job, asked } satisfies Asked);
      });
    },
    async close() {
      const ended = worker;
      worker = null;
      failAll(waiting, "posture is closed");
      await ended?.terminate();
    },
  };
}

function failAll(waiting: Map<number, Waiting>, message: string): void {
  for (const { timer, reject } of waiting.values()) {
    clearTimeout(timer);
    reject(new AppError("internal", message));
  }
  waiting.clear();
}

function settle(waiting: Map<number, Waiting>, answered: Answered): void {
  const one = waiting.get(answered.call);
  if (one === undefined) return;
  waiting.delete(answered.call);
  clearTimeout(one.timer);
  if ("value" in answered) one.resolve(answered.value);
  else {
    const { code, message } = answered.fault ?? { code: "internal", message: "counting posture failed" };
    one.reject(new AppError(code, message));
  }
}
