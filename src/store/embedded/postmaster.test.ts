import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { hasEnded, stateOf } from "./postmaster.ts";

const SLEEP = "setInterval(() => undefined, 1000)";

describe.skipIf(process.platform !== "linux")("stateOf (skipped where there is no /proc)", () => {
  it("knows a process that is no PostgreSQL server", async () => {
    expect(await stateOf(process.pid)).toBe("another");
  });

  it("knows an id that nobody has", async () => {
    expect(await stateOf(2 ** 22 + 1)).toBe("ended");
  });

  it("takes a process that ended unwaited for as ended", async () => {
    // The shell starts a child, becomes a program that never waits for it, and the child ends.
    const shell = spawn("sh", ["-c", `sh -c 'echo $$' & exec "$0" -e "${SLEEP}"`, process.execPath]);
    const [said] = (await once(shell.stdout, "data")) as [Buffer];
    expect(await hasEnded(Number(said.toString()), 5_000)).toBe(true);
    expect(shell.exitCode).toBeNull();
    shell.kill("SIGKILL");
  });
});
