import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { UpstreamWatch } from "../../gateway/fhir/upstream/types.ts";
import { show } from "../../gateway/fhir/show.ts";
import type { Pipeline } from "../../pipeline.ts";
import type { Log, LogFacts } from "../log.ts";
import type { Metrics } from "./metrics.ts";
import { surfaceOf } from "./surfaces.ts";
import { settled, type Traces } from "./traces.ts";

/** What watches a running server: metrics always, traces where they are on. Nothing of a request's content is looked at. */
export interface Telemetry {
  readonly metrics: Metrics;
  /** The same listener, each answer counted, timed and, at level debug, logged. */
  listener(answer: RequestListener): RequestListener;
  pipeline(pipeline: Pipeline): Pipeline;
  /** Told of each question to the upstream. */
  readonly upstream: UpstreamWatch;
  /** The projection of one record, timed. */
  readonly show: typeof show;
}

export interface TelemetryParts {
  readonly metrics: Metrics;
  readonly traces: Traces | null;
  readonly log: Log;
}

/** Wires metrics, traces and the log to each other. */
export function createTelemetry({ metrics, traces, log }: TelemetryParts): Telemetry {
  return {
    metrics,
    listener: (answer) => watchedListener({ metrics, traces, log }, answer),
    pipeline: (pipeline) => watchedPipeline(metrics, traces, pipeline),
    upstream: upstreamWatch(metrics, traces),
    show: timedShow(metrics),
  };
}

function watchedListener({ metrics, traces, log }: TelemetryParts, answer: RequestListener): RequestListener {
  return (request, response) => {
    const began = performance.now();
    const surface = surfaceOf(request.url);
    const span = traces?.request(surface, request.headers, () => answer(request, response));
    response.once("close", () => {
      const seconds = secondsSince(began);
      const status = response.writableEnded ? response.statusCode : GIVEN_UP;
      metrics.requests.of(surface, String(status)).add();
      metrics.requestSeconds.of(surface).observe(seconds);
      span?.end({ surface, "http.response.status_code": status }, status >= 500);
      if (log.isDebug) log.debug("answered", answered(request, response, { surface, status, seconds }, span));
    });
    if (traces === null) answer(request, response);
  };
}

/** Of an answer whose reader left before its end, as nginx counts it. */
const GIVEN_UP = 499;

/** INVARIANT: no path and no query of the request. */
function answered(
  { method }: IncomingMessage,
  response: ServerResponse,
  { surface, status, seconds }: { surface: string; status: number; seconds: number },
  span: { readonly traceId: string } | undefined,
): LogFacts {
  const entry = response.getHeader("x-request-id");
  return {
    surface,
    method: KNOWN_METHODS.has(method ?? "") ? (method ?? "") : "other",
    status,
    milliseconds: Math.round(seconds * 1e4) / 10,
    ...(typeof entry === "string" ? { requestId: entry } : {}),
    ...(span === undefined ? {} : { traceId: span.traceId }),
  };
}

const KNOWN_METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
]);

function watchedPipeline(metrics: Metrics, traces: Traces | null, pipeline: Pipeline): Pipeline {
  const stage = <T>(name: StageName, step: () => T): T => {
    const began = performance.now();
    const result = traces === null ? step() : traces.step(name, step);
    return settled(result, () => stageSeconds[name].observe(secondsSince(began)));
  };
  const { identify, record } = pipeline;
  const stageSeconds = {
    identify: metrics.stageSeconds.of("identify"),
    decide: metrics.stageSeconds.of("decide"),
    minimize: metrics.stageSeconds.of("minimize"),
    record: metrics.stageSeconds.of("record"),
  };
  return {
    ...pipeline,
    stage,
    identify: (credentials) => stage("identify", () => identify(credentials)),
    record: async (caller, asked, decision, release) => {
      const entryId = await stage("record", () => record(caller, asked, decision, release));
      metrics.outcomes.of(asked.interaction, release.outcome, release.reason ?? "none").add();
      return entryId;
    },
  };
}

type StageName = "identify" | "decide" | "minimize" | "record";

function upstreamWatch(metrics: Metrics, traces: Traces | null): UpstreamWatch {
  return (method) => {
    const began = performance.now();
    const question = traces?.question("upstream", { method });
    return {
      headers: question?.headers ?? NO_HEADERS,
      settled: (status) => {
        const outcome = status === null ? "failed" : `${Math.floor(status / 100)}xx`;
        metrics.upstreamSeconds.of(method, outcome).observe(secondsSince(began));
        question?.end(status === null ? {} : { "http.response.status_code": status }, status === null);
      },
    };
  };
}

const NO_HEADERS: readonly string[] = [];

function timedShow({ projectionSeconds }: Metrics): typeof show {
  return (...args) => {
    const began = performance.now();
    const shown = show(...args);
    projectionSeconds.observe(secondsSince(began));
    return shown;
  };
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1_000;
}
