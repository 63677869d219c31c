import { type ChildProcess, spawn } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { supervise, type Supervised } from "./supervisor.ts";

const PACE = { backoffMs: 10, attempts: 3, healthyMs: 60_000 };
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

  it("AUD-108 is given up after so many attempts that fail", async () => {
    let attempts = 0;
    const first = await living();
    supervised = supervise(
      first,
      async () => {
        attempts += 1;
        throw new Error("no space left on device");
      },
      PACE,
    );
    first.kill("SIGKILL");
    await until(() => supervised?.state() === "gone");
    expect(attempts).toBe(3);
  });

  it("AUD-108 is given up when it comes up and ends again so often", async () => {
    let starts = 0;
    const start = async (): Promise<ChildProcess> => {
      starts += 1;
      return spawn("true", { stdio: "ignore" });
    };
    supervised = supervise(await start(), start, PACE);
    await until(() => supervised?.state() === "gone");
    expect(starts).toBe(4);
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
