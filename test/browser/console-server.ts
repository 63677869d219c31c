import type { TestProject } from "vitest/node";
import { removeDataDir, startServer } from "../e2e/running-server.ts";
import { E2E_NOW } from "../e2e/shared-server.ts";
import { browserRuns } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    consoleUrl: string;
    /** Where that server keeps its data, the signing key of the demo among them. */
    consoleDataDir: string;
  }
}

/** One running server for every browser test; none where there is no browser to ask it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!browserRuns()) {
    project.provide("consoleUrl", "");
    project.provide("consoleDataDir", "");
    return () => Promise.resolve();
  }
  const server = await startServer({ MODICUM_CLOCK: E2E_NOW });
  project.provide("consoleUrl", server.url);
  project.provide("consoleDataDir", server.dataDir);
  return async () => {
    await server.stop();
    await removeDataDir(server.dataDir);
  };
}
