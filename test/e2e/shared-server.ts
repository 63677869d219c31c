import type { TestProject } from "vitest/node";
import { removeDataDir, startServer } from "./running-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    serverUrl: string;
    serverDataDir: string;
  }
}

/** One running server for every e2e test that only asks. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  project.provide("serverUrl", server.url);
  project.provide("serverDataDir", server.dataDir);
  return async () => {
    await server.stop();
    await removeDataDir(server.dataDir);
  };
}
