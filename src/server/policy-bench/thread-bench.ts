import { Worker } from "node:worker_threads";
import { AppError, type ErrorCode } from "../../kernel/errors.ts";
import type { BenchComparison, PolicyBench } from "../../policy/drafts/ports.ts";
import type { PolicyFile } from "../../policy/types.ts";
import type { BenchTask, TestOutcome } from "./tasks.ts";

export interface Asked {
  readonly id: number;
  readonly task: BenchTask;
}

export type Answered =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly fault: { readonly code: ErrorCode; readonly message: string } | null };

/** The bench in a thread of its own, so that requests are answered while a policy compiles or its tests run. */
export interface ThreadBench extends PolicyBench {
  test(files: readonly PolicyFile[], fixtures: readonly PolicyFile[]): Promise<TestOutcome>;
  close(): Promise<void>;
}

export interface ThreadBenchOptions {
  /** Milliseconds that the policy's clock is away from the machine's. */
  readonly clockOffsetMs: number;
  /** A task that takes longer has failed, and its thread is ended. */
  readonly timeoutMs?: number;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (fault: AppError) => void;
  readonly timer: NodeJS.Timeout;
}

const TIMEOUT_MS = 60_000;

/** Starts its thread at the first task, and again after one was ended. */
export function createThreadBench({
  clockOffsetMs,
  timeoutMs = TIMEOUT_MS,
}: ThreadBenchOptions): ThreadBench {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let lastId = 0;

  function failAll(message: string): void {
    const failed = [...waiting.values()];
    waiting.clear();
    for (const { timer, reject } of failed) {
      clearTimeout(timer);
      reject(new AppError("internal", message));
    }
  }

  /** Ends this thread; the next task starts another. */
  function end(ended: Worker, message: string): void {
    if (worker !== ended) return;
    worker = null;
    failAll(message);
    void ended.terminate();
  }

  function started(): Worker {
    const thread = new Worker(new URL("./start-worker.mjs", import.meta.url), {
      workerData: { clockOffsetMs },
    });
    thread.on("message", (answered: Answered) => settle(waiting, answered));
    thread.on("error", () => end(thread, "the policy bench failed"));
    thread.on("exit", () => end(thread, "the policy bench ended"));
    // It holds nothing that would be lost: whoever waits for it keeps the process alive.
    thread.unref();
    return thread;
  }

  function ask(task: BenchTask): Promise<unknown> {
    const thread = (worker ??= started());
    const id = (lastId += 1);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => end(thread, "the policy took too long to compile or test"), timeoutMs);
      waiting.set(id, { resolve, reject, timer });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
      thread.postMessage({ id, task } satisfies Asked);
    });
  }

  return {
    edit: async (files, edit) =>
      (await ask({ kind: "edit", files, edit })) as Awaited<ReturnType<PolicyBench["edit"]>>,
    compare: async (before, after) => (await ask({ kind: "compare", before, after })) as BenchComparison,
    test: async (files, fixtures) => (await ask({ kind: "test", files, fixtures })) as TestOutcome,
    async close() {
      const ended = worker;
      worker = null;
      failAll("the policy bench is closed");
      await ended?.terminate();
    },
  };
}

function settle(waiting: Map<number, Waiting>, answered: Answered): void {
  const one = waiting.get(answered.id);
  if (one === undefined) return;
  waiting.delete(answered.id);
  clearTimeout(one.timer);
  if ("value" in answered) one.resolve(answered.value);
  else {
    const { code, message } = answered.fault ?? { code: "internal", message: "the policy bench failed" };
    one.reject(new AppError(code, message));
  }
}
