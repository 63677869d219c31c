import { type ChildProcess, spawn } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { supervise, type Supervised } from "./supervisor.ts";

const PACE = { backoffMs: 10, longestMs: 40, attempts: 3, healthyMs: 60_000 };
let supervised: Supervised | undefined;
afterEach(() => supervised?.stop());

/** A process that ends on SIGINT, also where that was ignored by who started the tests. */
async function living(): Promise<ChildProcess> {
  const program =
    "process.on('SIGINT', () => process.exit(7)); setInterval(() => {}, 1e4); console.log('up')";
  const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "ignore"] });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return child;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe("a server that ends by itself", () => {
  it("AUD-108 is started again", async () => {
    const [first, second] = [await living(), await living()];
    supervised = supervise(first, async () => second, PACE);
    first.kill("SIGKILL");
    await until(() => supervised?.state() === "restarting");
    await until(() => supervised?.state() === "running");
    await supervised.stop();
    expect(second.exitCode).toBe(7);
  });

  it("AUD-108 counts as gone after so many attempts that fail, and comes back when one does not", async () => {
    let attempts = 0;
    let isDiskFull = true;
    const [first, second] = [await living(), await living()];
    const start = async (): Promise<ChildProcess> => {
      attempts += 1;
      if (isDiskFull) throw new Error("no space left on device");
      return second;
    };
    supervised = supervise(first, start, PACE);
    first.kill("SIGKILL");
    await until(() => supervised?.state() === "gone");
    expect(attempts).toBe(3);
    isDiskFull = false;
    await until(() => supervised?.state() === "running");
  });

  it("AUD-108 waits longer each time it comes up and ends again", async () => {
    const starts: number[] = [];
    const start = async (): Promise<ChildProcess> => {
      starts.push(performance.now());
      return spawn("true", { stdio: "ignore" });
    };
    supervised = supervise(await start(), start, PACE);
    await until(() => supervised?.state() === "gone");
    expect(starts).toHaveLength(4);
    const pauses = starts.slice(1).map((at, n) => at - (starts[n] ?? 0));
    for (const [n, least] of [10, 20, 40].entries()) expect(pauses[n]).toBeGreaterThanOrEqual(least - 1);
  });

  it("AUD-108 is not started again once it was stopped", async () => {
    let starts = 0;
    supervised = supervise(
      await living(),
      async () => {
        starts += 1;
        return living();
      },
      PACE,
    );
    await supervised.stop();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(starts).toBe(0);
  });
});
