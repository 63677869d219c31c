import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Tells the command line where this server listens and which clock it counts by; gone when it ends. */
export async function announce(
  dataDir: string,
  url: string,
  clockOffsetMs: number,
): Promise<() => Promise<void>> {
  const file = join(dataDir, "server.json");
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeFile(file, `${JSON.stringify({ url, pid: process.pid, clockOffsetMs })}\n`, { mode: 0o600 });
  return () => rm(file, { force: true });
}
