import { inject } from "vitest";
import type { TestedConsole } from "./console-server.ts";

const NONE: TestedConsole = { url: "", dataDir: "" };

/** The console of this worker: what one test does to its server, no test of another worker sees. */
export function ownConsole(): TestedConsole {
  const consoles = inject("consoles");
  return consoles[Number(process.env["VITEST_POOL_ID"]) % consoles.length] ?? NONE;
}
