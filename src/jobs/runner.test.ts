import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fixedClock } from "../kernel/clock.ts";
import type { JobFiles, JobStore } from "./ports.ts";
import { createRunner } from "./runner.ts";
import type { Runner } from "./runner.ts";
import { jobStoreContract } from "./testing/job-store.contract.ts";
import { memoryJobFiles, memoryJobStore } from "./testing/memory-jobs.ts";
import type { Job, JobKind, StepOutcome } from "./types.ts";

const JOB = { id: "j1", kind: "k", personId: "bea", steps: 3, madeAt: 0, endsAt: 10_000, task: "{}" };
const PACE = { idleMs: 2, leaseMs: 20, retryMs: 1, attempts: 3, clearMs: 0 };

describe("the queue in memory", () => jobStoreContract(async () => memoryJobStore()));

describe("the runner of jobs", () => {
  let store: JobStore;
  let files: JobFiles;
  let runners: Runner[];
  let failed: string[];

  beforeEach(() => {
    store = memoryJobStore();
    files = memoryJobFiles();
    runners = [];
    failed = [];
  });

  afterEach(() => Promise.all(runners.map((runner) => runner.stop())));

  function start(step: (job: Job) => Promise<StepOutcome>, now = 0): Runner {
    const kind: JobKind = {
      kind: "k",
      step,
      failed: async (job) => void failed.push(job.id),
    };
    const runner = createRunner({
      store,
      files,
      kinds: [kind],
      clock: fixedClock(now),
      onFault: () => {},
      pace: PACE,
    });
    runners.push(runner);
    runner.start();
    return runner;
  }

  const stateOf = async (id = "j1"): Promise<string | undefined> => (await store.find(id))?.state;
  const made = (job: Job): StepOutcome => ({
    kind: "done",
    parts: [{ n: job.step + 1, title: "x", records: 1 }],
  });

  it("JOB-3 does the steps in order, and is done then", async () => {
    await store.add(JOB);
    start(async (job) => made(job));
    await vi.waitFor(async () => expect(await stateOf()).toBe("done"));
    expect((await store.parts("j1")).map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  it("JOB-2 goes on where another runner was killed", async () => {
    await store.add(JOB);
    const steps: number[] = [];
    start(async (job) => {
      steps.push(job.step);
      if (job.step === 1 && steps.length === 2) return new Promise<never>(() => {});
      return made(job);
    });
    await vi.waitFor(() => expect(steps).toEqual([0, 1]));
    // The first runner hangs for ever: it holds no lease that a second could not outlive.
    const renew = vi.spyOn(store, "renew").mockResolvedValue(false);
    runners.length = 0;
    start(async (job) => made(job));
    await vi.waitFor(async () => expect(await stateOf()).toBe("done"));
    expect((await store.parts("j1")).map(({ n }) => n)).toEqual([1, 2, 3]);
    renew.mockRestore();
  });

  it("JOB-7 tries a step again that failed, and gives up after so many times", async () => {
    await store.add(JOB);
    let attempts = 0;
    start(async () => {
      attempts += 1;
      throw new Error("no");
    });
    await vi.waitFor(async () => expect(await stateOf()).toBe("failed"));
    expect([attempts, failed]).toEqual([3, ["j1"]]);
  });

  it("JOB-4 stops at a job that was canceled under way, and keeps nothing of the step", async () => {
    await store.add(JOB);
    const steps: number[] = [];
    start(async (job) => {
      steps.push(job.step);
      if (job.step === 1) await store.end(job.id, "canceled", null, 0);
      return made(job);
    });
    await vi.waitFor(() => expect(steps).toEqual([0, 1]));
    await setTimeout(10);
    expect([await stateOf(), steps, failed]).toEqual(["canceled", [0, 1], []]);
  });

  it("JOB-5 JOB-6 takes away what an ended job made, and what is done when its time has come", async () => {
    await store.add({ ...JOB, steps: 1 });
    await store.add({ ...JOB, id: "j2", steps: 1, endsAt: 0 });
    start(async (job) => {
      await files.write(job.id, 1, Buffer.from("x"));
      return job.id === "j1" ? { kind: "ended", state: "expired", reason: "grant_expired" } : made(job);
    });
    await vi.waitFor(async () =>
      expect([await stateOf(), await stateOf("j2")]).toEqual(["expired", "expired"]),
    );
    await vi.waitFor(async () =>
      expect([await files.read("j1", 1), await files.read("j2", 1)]).toEqual([null, null]),
    );
    expect((await store.find("j1"))?.reason).toBe("grant_expired");
  });
});
