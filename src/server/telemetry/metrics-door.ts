import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Config } from "../../config.ts";
import type { Surface } from "../console.ts";
import { listen } from "../listen.ts";
import type { Metrics } from "./metrics.ts";

/**
 * `/metrics` on the main port: open in the demo, which answers this machine alone; in production for who shows the
 * token, and without a token nowhere. What is measured says much about a hospital's day, though nothing of a patient.
 */
export function metricsDoor(metrics: Metrics, config: Pick<Config, "mode" | "telemetry">): Surface {
  const { metricsToken } = config.telemetry;
  return (request, response) => {
    if (!isMetrics(request)) return false;
    if (metricsToken === undefined && config.mode === "production") return false;
    if (metricsToken !== undefined && !shows(request, metricsToken)) refuse(response);
    else void send(metrics, response);
    return true;
  };
}

/** The same on a port of its own, which is bound to 127.0.0.1; without one it does nothing. */
export async function openMetricsPort(
  metrics: Metrics,
  { telemetry: { metricsPort } }: Pick<Config, "telemetry">,
  closers: (() => Promise<void>)[],
): Promise<void> {
  if (metricsPort === undefined) return;
  const listening = await listen(
    { host: "127.0.0.1", port: metricsPort, tls: undefined },
    (request, response) => {
      if (isMetrics(request)) void send(metrics, response);
      else response.writeHead(404).end();
    },
  );
  closers.push(listening.close);
}

function isMetrics({ method, url }: IncomingMessage): boolean {
  return method === "GET" && /^\/metrics(?:\?|$)/.test(url ?? "");
}

function shows({ headers }: IncomingMessage, token: string): boolean {
  const [shown, expected] = [headers.authorization ?? "", `Bearer ${token}`].map((text) =>
    createHash("sha256").update(text).digest(),
  ) as [Buffer, Buffer];
  return timingSafeEqual(shown, expected);
}

async function send(metrics: Metrics, response: ServerResponse): Promise<void> {
  const text = await metrics.text().catch(() => null);
  response.writeHead(text === null ? 500 : 200, {
    "Content-Type": metrics.contentType,
    "Cache-Control": "no-store",
  });
  response.end(text ?? undefined);
}

function refuse(response: ServerResponse): void {
  response.writeHead(401, { "WWW-Authenticate": 'Bearer realm="metrics"', "Cache-Control": "no-store" });
  response.end();
}
