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
  | { readonly call: number; readonly fault: KnownFault | null };

export interface KnownFault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
}

/** Posture in a thread of its own, so that requests are answered while it counts. */
export interface PostureThread {
  /** @throws CountLost when the count went with its thread; AppError when the step fails or takes too long */
  ask(job: number, asked: PostureStep): Promise<unknown>;
  close(): Promise<void>;
}

export interface PostureThreadOptions {
  /** Milliseconds that the policy's clock is away from the machine's. */
  readonly clockOffsetMs: number;
  /** A step that takes longer has failed, and its thread is ended. */
  readonly stepMs?: number | undefined;
  /** What does the steps; tests put in one of their own. */
  readonly startWorker?: (clockOffsetMs: number) => PostureWorker;
}

export type PostureWorker = Pick<Worker, "on" | "postMessage" | "terminate">;

/** A count that another one's fault took with it: nothing is wrong with it, and it can begin anew. */
export class CountLost extends AppError {
  constructor() {
    super("internal", "a count was lost with its thread", { hint: "Ask again." });
  }
}

interface Waiting extends Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (fault: AppError) => void;
}

/** The step that the thread is at, and when it has taken too long. */
interface UnderWay {
  readonly one: Waiting;
  readonly timer: NodeJS.Timeout;
}

/** One step is a batch of people, or the compiling of two policies. */
const STEP_MS = 120_000;

/**
 * Starts its thread at the first step, and again after one was ended. INVARIANT: the thread has one step at a time, so
 * that one which takes too long fails alone, and the time that it waits for others is not counted against any.
 */
export function createPostureThread(options: PostureThreadOptions): PostureThread {
  const { clockOffsetMs, stepMs = STEP_MS, startWorker = startThread } = options;
  const line: Waiting[] = [];
  /** The counts that the thread holds the beginning of. */
  const held = new Set<number>();
  let underWay: UnderWay | null = null;
  let worker: PostureWorker | null = null;
  let lastCall = 0;

  function finish(): Waiting | undefined {
    clearTimeout(underWay?.timer);
    const one = underWay?.one;
    underWay = null;
    return one;
  }

  /** Ends this thread, and every count in it; the next step starts another. */
  function end(ended: PostureWorker, fault: AppError): void {
    if (worker !== ended) return;
    worker = null;
    held.clear();
    void ended.terminate();
    finish()?.reject(fault);
    doNext();
  }

  function started(): PostureWorker {
    const thread = startWorker(clockOffsetMs);
    thread.on("message", (answered: Answered) => {
      if (answered.call === underWay?.one.call) settle(finish(), answered);
      doNext();
    });
    thread.on("error", () => end(thread, new AppError("internal", "the thread that counts posture failed")));
    thread.on("exit", () => end(thread, new AppError("internal", "the thread that counts posture ended")));
    return thread;
  }

  function doNext(): void {
    const one = underWay === null ? line.shift() : undefined;
    if (one === undefined) return;
    if (isLost(held, one)) return doNext();
    const { call, job, asked } = one;
    const thread = (worker ??= started());
    underWay = { one, timer: setTimeout(() => end(thread, tooLong()), stepMs) };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    thread.postMessage({ call, job, asked } satisfies Asked);
  }

  return {
    ask(job, asked) {
      const call = (lastCall += 1);
      return new Promise((resolve, reject) => {
        line.push({ call, job, asked, resolve, reject });
        doNext();
      });
    },
    async close() {
      const ended = worker;
      worker = null;
      held.clear();
      const closed = new AppError("internal", "posture is closed");
      for (const one of [finish(), ...line.splice(0)]) one?.reject(closed);
      await ended?.terminate();
    },
  };
}

/** Whether the step is of a count that went with its thread, and answers it then; keeps which counts the thread holds. */
function isLost(held: Set<number>, { job, asked, resolve, reject }: Waiting): boolean {
  if (asked.step === "start") held.add(job);
  const isHeld = asked.step === "drop" ? held.delete(job) : held.has(job);
  if (!isHeld && asked.step === "drop") resolve(null);
  else if (!isHeld) reject(new CountLost());
  return !isHeld;
}

/** It holds nothing that would be lost: whoever waits for it keeps the process alive. */
function startThread(clockOffsetMs: number): Worker {
  const url = new URL("./start-worker.mjs", import.meta.url);
  const thread = new Worker(url, { workerData: { clockOffsetMs } });
  thread.unref();
  return thread;
}

function tooLong(): AppError {
  return new AppError("report_too_long", "the count took longer than it may, so it was ended", {
    hint: "Split the change: fewer roles, or fewer grants with segments of their own, at a time. The server's log has the fault.",
  });
}

const UNKNOWN: KnownFault = { code: "internal", message: "counting posture failed", hint: undefined };

function settle(one: Waiting | undefined, answered: Answered): void {
  if ("value" in answered) return one?.resolve(answered.value);
  const { code, message, hint } = answered.fault ?? UNKNOWN;
  one?.reject(new AppError(code, message, hint === undefined ? {} : { hint }));
}
