import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import type { TelemetryConfig } from "../../config/telemetry.ts";

/** Spans of requests and their steps (W3C Trace Context in and out). Attributes are words of this program alone. */
export interface Traces {
  /**
   * Runs what answers a request in a span; `headers` may hold the caller's `traceparent`. INVARIANT: their `tracestate` is
   * left out, since it is a text of theirs, and would go on to the collector and to the upstream.
   */
  request(surface: string, headers: TraceHeaders, answer: () => void): RequestSpan;
  /** Runs a step of the request under way in a span of its own; outside of one it only runs it. */
  step<T>(name: string, step: () => T): T;
  /** A question to another server: what to send along, and whom to tell of its end. Null outside of a request. */
  question(name: string, attributes: SpanAttributes): Question | null;
  /** Of the request under way; null outside of one. */
  traceId(): string | null;
  /** Sends what waits, and ends. */
  close(): Promise<void>;
}

export type SpanAttributes = Readonly<Record<string, string | number>>;
export type TraceHeaders = Readonly<Record<string, string | string[] | undefined>>;

export interface RequestSpan {
  readonly traceId: string;
  end(attributes: SpanAttributes, failed: boolean): void;
}

export interface Question {
  /** Names and values in turn. */
  readonly headers: readonly string[];
  end(attributes: SpanAttributes, failed: boolean): void;
}

/** The OpenTelemetry packages, loaded only where a collector is named. */
async function libraries() {
  const [core, exporter, resources, sdk] = await Promise.all([
    import("@opentelemetry/core"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
    import("@opentelemetry/sdk-trace"),
  ]);
  return { core, exporter, resources, sdk };
}
type Libraries = Awaited<ReturnType<typeof libraries>>;

/**
 * Traces that go to an OTLP/HTTP collector, in batches; a collector that does not answer costs its spans alone. The
 * exporter itself reads OTEL_EXPORTER_OTLP_HEADERS. A caller's own decision about sampling is kept.
 */
export async function openTraces({
  endpoint,
  ratio,
}: NonNullable<TelemetryConfig["traces"]>): Promise<Traces> {
  const found = await libraries();
  const { sdk, exporter, resources } = found;
  const provider = new sdk.TracerProvider({
    resource: resources.resourceFromAttributes({ "service.name": "modicum" }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter: new exporter.OTLPTraceExporter({ url: `${endpoint}/v1/traces` }),
      }),
    ],
  });
  return tracesOver(found, provider.getTracer("modicum"), () => provider.shutdown());
}

function tracesOver({ core }: Libraries, tracer: Tracer, close: () => Promise<void>): Traces {
  const current = new AsyncLocalStorage<Context>();
  const propagator = new core.W3CTraceContextPropagator();
  const spanIn = (context: Context | undefined): Span | undefined => context && trace.getSpan(context);
  return {
    request(surface, headers, answer) {
      const { traceparent } = headers;
      const caller = propagator.extract(ROOT_CONTEXT, { traceparent }, defaultTextMapGetter);
      const span = tracer.startSpan(surface, { kind: SpanKind.SERVER }, caller);
      current.run(trace.setSpan(caller, span), answer);
      return { traceId: span.spanContext().traceId, end: (...how) => ended(span, ...how) };
    },
    step(name, step) {
      const context = current.getStore();
      if (context === undefined) return step();
      const span = tracer.startSpan(name, {}, context);
      return settled(current.run(trace.setSpan(context, span), step), (failed) => ended(span, {}, failed));
    },
    question(name, attributes) {
      const context = current.getStore();
      if (context === undefined) return null;
      const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes: { ...attributes } }, context);
      const carried: Record<string, string> = {};
      propagator.inject(trace.setSpan(context, span), carried, defaultTextMapSetter);
      return { headers: Object.entries(carried).flat(), end: (...how) => ended(span, ...how) };
    },
    traceId: () => spanIn(current.getStore())?.spanContext().traceId ?? null,
    close,
  };
}

function ended(span: Span, attributes: SpanAttributes, failed: boolean): void {
  span.setAttributes({ ...attributes });
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** Tells of the end of a step, now or when its promise is settled. */
export function settled<T>(result: T, tell: (failed: boolean) => void): T {
  if (!(result instanceof Promise)) {
    tell(false);
    return result;
  }
  result.then(
    () => tell(false),
    () => tell(true),
  );
  return result;
}
