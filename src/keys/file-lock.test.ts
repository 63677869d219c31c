import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withFileLock } from "./file-lock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "modicum-lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** How many were at work at once, at most, when so many asked for the lock together. */
async function mostAtOnce(path: string, callers: number): Promise<number> {
  let [atWork, most] = [0, 0];
  const work = async (): Promise<void> => {
    atWork += 1;
    most = Math.max(most, atWork);
    await wait(1);
    atWork -= 1;
  };
  await Promise.all(Array.from({ length: callers }, () => withFileLock(path, work)));
  return most;
}

/** As a process leaves it that was killed at work. */
async function abandon(path: string): Promise<void> {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  await writeFile(path, `${hostname()} ${pid}\n`);
}

describe("withFileLock", () => {
  it("KEY-11 lets one work at a time, and leaves nothing behind", async () => {
    expect(await mostAtOnce(join(folder, "lock"), 20)).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it("KEY-11 lets one work at a time where many find it abandoned at once", async () => {
    for (let round = 0; round < 20; round++) {
      await abandon(join(folder, "lock"));
      expect(await mostAtOnce(join(folder, "lock"), 8)).toBe(1);
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it("KEY-11 goes on where somebody was killed while taking it over", async () => {
    for (const name of ["lock", "lock.takeover"]) await abandon(join(folder, name));
    expect(await mostAtOnce(join(folder, "lock"), 8)).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it("KEY-11 waits for the lock of a process that lives", async () => {
    const path = join(folder, "lock");
    await writeFile(path, `${hostname()} ${process.pid}\n`);
    const first = withFileLock(path, async () => "worked");
    expect(await Promise.race([first, wait(80, "waits")])).toBe("waits");
    await rm(path);
    expect(await first).toBe("worked");
  });
});
