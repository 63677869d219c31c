import type { TestProject } from "vitest/node";
import { removeDataDir, startServer } from "../e2e/running-server.ts";
import { E2E_NOW } from "../e2e/shared-server.ts";
import { browserRuns } from "./chromium.ts";

/** A server whose console is tested. */
export interface TestedConsole {
  readonly url: string;
  /** Where the server keeps its data, the signing key of the demo among them. */
  readonly dataDir: string;
}

declare module "vitest" {
  interface ProvidedContext {
    consoles: readonly TestedConsole[];
  }
}

/** A running server for each worker; none where there is no browser to ask it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!browserRuns()) {
    project.provide("consoles", []);
    return () => Promise.resolve();
  }
  const start = (): ReturnType<typeof startServer> => startServer({ MODICUM_CLOCK: E2E_NOW });
  const servers = await Promise.all(Array.from({ length: project.config.maxWorkers }, start));
  project.provide(
    "consoles",
    servers.map(({ url, dataDir }) => ({ url, dataDir })),
  );
  return async () => {
    for (const { stop, dataDir } of servers) {
      await stop();
      await removeDataDir(dataDir);
    }
  };
}
