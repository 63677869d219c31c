import type { TestProject } from "vitest/node";
import { removeDataDir, startServer } from "./running-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    serverUrl: string;
    serverDataDir: string;
  }
}

/** A working day: the demo's bookings, shifts and claims stand around it. */
export const E2E_NOW = "2026-05-04T15:00:00Z";

/** One running server for every e2e test that only asks. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer({ MODICUM_CLOCK: E2E_NOW });
  project.provide("serverUrl", server.url);
  project.provide("serverDataDir", server.dataDir);
  return async () => {
    await server.stop();
    await removeDataDir(server.dataDir);
  };
}
