import { readFile } from "node:fs/promises";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { AppError } from "../kernel/errors.ts";
import type { Surface } from "./console.ts";

export interface Listening {
  readonly port: number;
  /** Takes no new connections, lets answers under way finish, then ends the rest. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
}

/** How long an answer under way may take to finish after Ctrl-C. */
const GRACE_MS = 5_000;

/**
 * Listens, with TLS 1.2 or later where a certificate is given.
 * @throws AppError `port_busy` or `config_invalid`
 */
export async function listen(options: ListenOptions, listener: RequestListener): Promise<Listening> {
  const server = options.tls === undefined ? createServer(listener) : await tlsServer(options.tls, listener);
  server.requestTimeout = 60_000;
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

async function tlsServer(tls: NonNullable<ListenOptions["tls"]>, listener: RequestListener): Promise<Server> {
  try {
    const [cert, key] = await Promise.all([readFile(tls.certFile), readFile(tls.keyFile)]);
    return createTlsServer({ cert, key, minVersion: "TLSv1.2" }, listener);
  } catch (cause) {
    throw new AppError("config_invalid", "the TLS certificate or its key cannot be used", {
      cause,
      hint: "check MODICUM_TLS_CERT and MODICUM_TLS_KEY",
    });
  }
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
