import type { IncomingMessage, ServerResponse } from "node:http";
import { isLoopback } from "../config.ts";
import type { Surface } from "./console.ts";

/**
 * Refuses a request that names another host than this machine (421, RFC 9110 15.5.20). For the demo, where everybody on
 * the machine may sign in as anyone: a page of another site can have its own name resolve to 127.0.0.1 (DNS rebinding),
 * and is of our origin then. It cannot make the browser name another host than its own.
 */
export const refuseOtherHosts: Surface = (request: IncomingMessage, response: ServerResponse) => {
  if (namesLoopback(request.headers.host)) return false;
  response.writeHead(421, { "Content-Type": "application/problem+json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(PROBLEM));
  return true;
};

const PROBLEM = {
  type: "https://modicum.dev/errors/demo_not_loopback",
  title: "the demo answers on this machine alone",
  status: 421,
  code: "demo_not_loopback",
  next: "Open it at http://127.0.0.1 or http://localhost, with its port.",
};

function namesLoopback(host: string | undefined): boolean {
  const [, name = ""] = /^(\[[^\]]+\]|[^:]+)(?::\d{1,5})?$/.exec(host ?? "") ?? [];
  return isLoopback(name);
}
