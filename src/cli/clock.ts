import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { type Clock, offsetClock, systemClock } from "../kernel/clock.ts";

/** The clock a command counts by: the demo's own setting, else that of the running demo server, else the machine's. */
export async function clockHere(config: Config): Promise<Clock> {
  if (config.demo === undefined) return systemClock;
  const start = config.demo.clockStart;
  return offsetClock(start === undefined ? await serverOffset(config.dataDir) : start - systemClock.now());
}

async function serverOffset(dataDir: string): Promise<number> {
  const written = await readFile(join(dataDir, "server.json"), "utf8").catch(() => null);
  return written === null ? 0 : (JSON.parse(written) as { clockOffsetMs: number }).clockOffsetMs;
}
