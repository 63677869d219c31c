import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import { type Asked, CountLost, createPostureThread, type PostureWorker } from "./thread.ts";

/** A worker that answers every step but those of this count. */
function workerWithout(job: number, told: Asked[]): PostureWorker {
  const worker = new EventEmitter();
  const postMessage = (asked: Asked): void => {
    told.push(asked);
    if (asked.job !== job) setImmediate(() => worker.emit("message", { call: asked.call, value: asked.job }));
  };
  return Object.assign(worker, { postMessage, terminate: async () => 0 }) as unknown as PostureWorker;
}

const MEMBERS = { step: "members", members: [] } as const;
const START = { step: "start", task: {} } as unknown as Asked["asked"];

it("F172 a step that takes too long fails alone, and who waited behind it is done by the next thread", async () => {
  const threads: Asked[][] = [];
  const startWorker = (): PostureWorker => {
    const told: Asked[] = [];
    threads.push(told);
    return workerWithout(2, told);
  };
  const thread = createPostureThread({ clockOffsetMs: 0, stepMs: 50, startWorker });
  expect(await thread.ask(1, START)).toBe(1);
  const [slow, lost, other] = await Promise.allSettled([
    thread.ask(2, START),
    thread.ask(1, MEMBERS),
    thread.ask(3, START),
  ]);
  expect(slow).toMatchObject({ reason: { code: "report_too_long", hint: expect.stringContaining("Split") } });
  expect(lost).toMatchObject({ reason: expect.any(CountLost) });
  expect(other).toEqual({ status: "fulfilled", value: 3 });
  expect(threads.map((told) => told.map(({ job }) => job))).toEqual([[1, 2], [3]]);
  await thread.close();
});
