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

interface Waiting extends Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (fault: AppError) => void;
}

/** The task that the thread is at, and when it has taken too long. */
interface UnderWay {
  readonly one: Waiting;
  readonly timer: NodeJS.Timeout;
}

const TIMEOUT_MS = 60_000;

/**
 * Starts its thread at the first task, and again after one was ended. INVARIANT: the thread has one task at a time, so
 * that one which takes too long fails alone, and the time that it waits for others is not counted against any.
 */
export function createThreadBench({
  clockOffsetMs,
  timeoutMs = TIMEOUT_MS,
}: ThreadBenchOptions): ThreadBench {
  const line: Waiting[] = [];
  let underWay: UnderWay | null = null;
  let worker: Worker | null = null;
  let lastId = 0;

  function finish(): Waiting | undefined {
    clearTimeout(underWay?.timer);
    const one = underWay?.one;
    underWay = null;
    return one;
  }

  /** Ends this thread; the next task starts another. */
  function end(ended: Worker, message: string): void {
    if (worker !== ended) return;
    worker = null;
    void ended.terminate();
    finish()?.reject(new AppError("internal", message));
    doNext();
  }

  function started(): Worker {
    const thread = startThread(clockOffsetMs);
    thread.on("message", (answered: Answered) => {
      if (answered.id === underWay?.one.id) settle(finish(), answered);
      doNext();
    });
    thread.on("error", () => end(thread, "the policy bench failed"));
    thread.on("exit", () => end(thread, "the policy bench ended"));
    return thread;
  }

  function doNext(): void {
    const one = underWay === null ? line.shift() : undefined;
    if (one === undefined) return;
    const thread = (worker ??= started());
    const tooLong = (): void => end(thread, "the policy took too long to compile or test");
    underWay = { one, timer: setTimeout(tooLong, timeoutMs) };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    thread.postMessage({ id: one.id, task: one.task } satisfies Asked);
  }

  function ask(task: BenchTask): Promise<unknown> {
    const id = (lastId += 1);
    return new Promise((resolve, reject) => {
      line.push({ id, task, resolve, reject });
      doNext();
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
      const closed = new AppError("internal", "the policy bench is closed");
      for (const one of [finish(), ...line.splice(0)]) one?.reject(closed);
      await ended?.terminate();
    },
  };
}

/** It holds nothing that would be lost: whoever waits for it keeps the process alive. */
function startThread(clockOffsetMs: number): Worker {
  const url = new URL("./start-worker.mjs", import.meta.url);
  const thread = new Worker(url, { workerData: { clockOffsetMs } });
  thread.unref();
  return thread;
}

function settle(one: Waiting | undefined, answered: Answered): void {
  if ("value" in answered) return one?.resolve(answered.value);
  const { code, message } = answered.fault ?? { code: "internal", message: "the policy bench failed" };
  one?.reject(new AppError(code, message));
}
