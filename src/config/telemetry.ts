import type { Read } from "./gathered.ts";
import { checkUrl, type Environment, invalid, withoutTrailingSlash } from "./values.ts";

export interface TelemetryConfig {
  /** What a scraper shows to be let in at `/metrics`; undefined in production: nobody is, but by `metricsPort`. */
  readonly metricsToken: string | undefined;
  /** A port of its own on 127.0.0.1 that answers `/metrics` and the health checks alone. */
  readonly metricsPort: number | undefined;
  /** Null: off. */
  readonly traces: { readonly endpoint: string; readonly ratio: number } | null;
}

/** As long as 128 random bits in base64. */
const TOKEN_LENGTH = 22;

/** Metrics and traces; the names beginning with OTEL are those of OpenTelemetry. */
export function readTelemetry(env: Environment, read: Read): TelemetryConfig {
  return {
    metricsToken: read(() => metricsTokenOf(env), undefined),
    metricsPort: read(() => metricsPortOf(env), undefined),
    traces: read(() => tracesOf(env), null),
  };
}

function metricsTokenOf(env: Environment): string | undefined {
  const token = env["MODICUM_METRICS_TOKEN"] || undefined;
  if (token !== undefined && token.length < TOKEN_LENGTH)
    throw invalid("MODICUM_METRICS_TOKEN", `give ${TOKEN_LENGTH} random characters or more`);
  return token;
}

function metricsPortOf(env: Environment): number | undefined {
  const text = env["MODICUM_METRICS_PORT"];
  if (!text) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw invalid("MODICUM_METRICS_PORT", "give a port from 0 to 65535");
  return port;
}

function tracesOf(env: Environment): TelemetryConfig["traces"] {
  const endpoint = withoutTrailingSlash(env["OTEL_EXPORTER_OTLP_ENDPOINT"] || undefined);
  if (endpoint === undefined) return null;
  checkUrl("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint, ["http:", "https:"]);
  const ratio = Number(env["OTEL_TRACES_SAMPLER_ARG"] || "1");
  if (!(ratio >= 0 && ratio <= 1)) throw invalid("OTEL_TRACES_SAMPLER_ARG", "give a ratio from 0 to 1");
  return { endpoint, ratio };
}
