import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { Config } from "../config.ts";
import { AppError } from "../kernel/errors.ts";
import type { Surface } from "./console.ts";
import type { Log } from "./log.ts";
import { createTlsServer, type TlsOptions } from "./tls.ts";

export interface Listening {
  readonly port: number;
  /** Takes no new connections, lets answers under way finish, then ends the rest. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsOptions | undefined;
  /** Open connections at most; one more is closed at once. */
  readonly connections?: number;
  readonly limits?: ConnectionLimits;
}

/** Milliseconds. Who sends slowly, or nothing, holds a connection no longer (slow loris, RFC 9110 15.5.9). */
export interface ConnectionLimits {
  /** Until the head of a request is there. */
  readonly headersMs: number;
  /** Until all of it is there. */
  readonly requestMs: number;
  /** Between two requests. */
  readonly idleMs: number;
  /** How often connections are looked at. */
  readonly checkMs: number;
}

const LIMITS: ConnectionLimits = { headersMs: 15_000, requestMs: 60_000, idleMs: 60_000, checkMs: 5_000 };
/** Lines of a head, and its bytes. */
const MOST_HEADERS = 100;
const HEAD_BYTES = 16 * 1024;

/** Where the process listens, as it was configured; what becomes of its certificate is told to the operator. */
export function listenOptions(config: Config, log: Log): ListenOptions {
  const tls = config.production?.tls;
  const onReload = (fault: AppError | null): void => {
    if (fault === null) log.info("the TLS certificate was renewed");
    else log.fault("the TLS certificate cannot be renewed", fault);
  };
  const { host, port, door } = config;
  return { host, port, connections: door.connections, tls: tls && { ...tls, onReload } };
}

/** How long an answer under way may take to finish after Ctrl-C. */
const GRACE_MS = 5_000;

/**
 * Listens, with TLS 1.2 or later where a certificate is given.
 * @throws AppError `port_busy` or `config_invalid`
 */
export async function listen(options: ListenOptions, listener: RequestListener): Promise<Listening> {
  const { headersMs, requestMs, idleMs, checkMs } = options.limits ?? LIMITS;
  const http: ServerOptions = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    connectionsCheckingInterval: checkMs,
    maxHeaderSize: HEAD_BYTES,
  };
  const server =
    options.tls === undefined
      ? createServer(http, listener)
      : await createTlsServer(options.tls, http, listener);
  server.maxHeadersCount = MOST_HEADERS;
  if (options.connections !== undefined) server.maxConnections = options.connections;
  await new Promise<void>((settle, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(cannotListen(options, cause)));
    server.listen(options.port, options.host, settle);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

/** What answers behind one port. */
export interface Surfaces {
  /** Asked before all others: takes what none of them may answer. */
  readonly guard?: Surface;
  /** `/fhir` and below. */
  readonly fhir: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly console: Surface;
  /** Asked in turn for what they alone answer: decisions for other applications, agents. */
  readonly programs?: readonly Surface[];
  /** The control API, and everything that nobody else took. */
  readonly api: RequestListener;
  /** On every answer. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What apps read before they have a token lies below the FHIR base, and is no interaction of FHIR (SMART App Launch 2.2). */
const SMART_CONFIGURATION = "/fhir/.well-known/smart-configuration";

/** Gives each request to its surface. */
export function route({ guard, fhir, console, programs = [], api, headers }: Surfaces): RequestListener {
  return (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (guard?.(request, response)) return;
    if (request.url === SMART_CONFIGURATION) api(request, response);
    else if (/^\/fhir(?:[/?]|$)/.test(request.url ?? "")) {
      fhir(request, response).catch(() => response.destroy());
    } else if (![...programs, console].some((surface) => surface(request, response))) {
      api(request, response);
    }
  };
}

function cannotListen({ host, port }: ListenOptions, cause: NodeJS.ErrnoException): AppError {
  if (cause.code === "EADDRINUSE") {
    return new AppError("port_busy", `port \`${port}\` is in use`, {
      cause,
      hint: "set PORT to another one",
    });
  }
  return new AppError("config_invalid", `cannot listen on \`${host}:${port}\``, {
    cause,
    hint: "check HOST and PORT",
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((settle) => server.close(() => settle()));
  server.closeIdleConnections();
  const grace = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(grace);
}
