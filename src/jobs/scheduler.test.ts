import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JobStore } from "./ports.ts";
import { createScheduler, type Scheduler } from "./scheduler.ts";
import { memoryJobStore } from "./testing/memory-jobs.ts";

const schedules = [{ kind: "check", hour: 3, minute: 0, timeZone: "UTC" }];
let now: number;
let store: JobStore;
let running: Scheduler[];
let faults: unknown[];

beforeEach(() => {
  now = Date.parse("2026-05-04T12:00:00Z");
  store = memoryJobStore();
  [running, faults] = [[], []];
});
afterEach(() => Promise.all(running.map((one) => one.stop())));

/** A scheduler that looked at the clock at least once, and goes on. */
async function started(over: Pick<JobStore, "add" | "find"> = store): Promise<void> {
  const clock = { now: () => now };
  const parts = { store: over, schedules, clock, wake: () => undefined, lookMs: 2 };
  const scheduler = createScheduler({ ...parts, onFault: (fault) => faults.push(fault) });
  running.push(scheduler);
  scheduler.start();
  await looks();
}
const looks = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 25));
const at = (instant: string): Promise<void> => {
  now = Date.parse(instant);
  return looks();
};
const days = async (): Promise<readonly (string | null)[]> =>
  (await store.list({ limit: 100 })).map(({ task }) => task).toReversed();

describe("a scheduler", () => {
  it("JOB-8 waits for its hour on a first start", async () => {
    await started();
    expect(await days()).toEqual([]);
    await at("2026-05-05T03:00:00Z");
    expect(await days()).toEqual(["2026-05-05"]);
  });

  it("JOB-9 adds the job of a day once, over several processes and restarts", async () => {
    await started();
    await started();
    await at("2026-05-05T03:00:00Z");
    await started();
    await at("2026-05-06T04:00:00Z");
    expect(await days()).toEqual(["2026-05-05", "2026-05-06"]);
    expect(faults).toEqual([]);
  });

  it("JOB-9 lets another process be first", async () => {
    const slow: Pick<JobStore, "add" | "find"> = {
      find: store.find,
      add: async (job) => {
        await store.add(job);
        throw new Error("duplicate key");
      },
    };
    await started(slow);
    await at("2026-05-05T03:00:00Z");
    expect([await days(), faults]).toEqual([["2026-05-05"], []]);
  });

  it("JOB-8 catches up the latest of the days that were missed", async () => {
    await started();
    await at("2026-05-05T03:00:00Z");
    await running[0]?.stop();
    now = Date.parse("2026-05-08T12:00:00Z");
    await started();
    expect(await days()).toEqual(["2026-05-05", "2026-05-08"]);
  });

  it("JOB-9 runs no day again when the clock goes back, nor a year of them when it leaps ahead", async () => {
    await started();
    await at("2026-05-05T03:00:00Z");
    await at("2026-05-04T12:00:00Z");
    await at("2027-05-05T12:00:00Z");
    await at("2026-05-05T13:00:00Z");
    expect(await days()).toEqual(["2026-05-05", "2027-05-05"]);
  });
});
