import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { createServer, type Server, type TLSSocket } from "node:tls";
import type { SourcesDesk } from "../api/sources/ports.ts";
import { createFrameReader, type FrameReader } from "../audit/intake/atna/syslog.ts";
import type { ReadEvent, RecordSource } from "../audit/intake/types.ts";
import type { SyslogConfig } from "../config.ts";
import { AppError } from "../kernel/errors.ts";
import type { Log } from "./log.ts";

export interface SyslogParts {
  readonly config: SyslogConfig & { readonly host: string };
  readonly desk: Pick<SourcesDesk, "store" | "intake">;
  readonly log: Log;
  readonly closers: (() => Promise<void>)[];
  /** Milliseconds that a message may take to come whole; a minute unless said. */
  readonly messageMs?: number;
}

const CONNECTIONS_MAX = 200;
const HANDSHAKE_MS = 10_000;
const MESSAGE_MS = 60_000;
const RETRY_MS = 1_000;

/**
 * Takes ATNA audit messages by syslog over TLS (RFC 5425, IHE ITI-20). Whoever connects shows a certificate that a source is
 * registered with. Syslog acknowledges nothing: while the record cannot be written nothing more is read, so that the sender
 * keeps what it has.
 * @throws AppError `config_invalid`, `port_busy`
 */
export async function openSyslog(parts: SyslogParts): Promise<{ readonly port: number }> {
  const { config, log, closers } = parts;
  const server = await tlsServer(config);
  const open = new Set<TLSSocket>();
  server.maxConnections = CONNECTIONS_MAX;
  server.on("tlsClientError", () => log.warn("a syslog sender could not connect"));
  server.on("secureConnection", (socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
    void serve(parts, socket)
      .catch((fault: unknown) => log.fault("a syslog sender was cut off", fault))
      .finally(() => socket.destroy());
  });
  await new Promise<void>((settle, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(cannotListen(config.port, cause)));
    server.listen(config.port, config.host, settle);
  });
  closers.push(async () => {
    const closed = new Promise<void>((settle) => server.close(() => settle()));
    for (const socket of open) socket.destroy();
    await closed;
  });
  return { port: (server.address() as AddressInfo).port };
}

async function serve(parts: SyslogParts, socket: TLSSocket): Promise<void> {
  const fingerprint = fingerprintOf(socket);
  const source = await sourceOf(parts, fingerprint);
  if (source === undefined) return parts.log.warn("a syslog sender is no source here");
  const reader = createFrameReader();
  const slow = watched(reader, socket, parts.messageMs ?? MESSAGE_MS);
  try {
    for await (const bytes of socket) {
      const events = reader.push(bytes as Buffer);
      slow.heard(events.length > 0);
      if (events.length > 0) await take(parts, socket, source.id, fingerprint, events);
      if (reader.isBroken()) return;
    }
  } finally {
    slow.stop();
  }
}

/** Asked anew for each read: a source may be switched off, or its certificate taken away, while it is connected. */
async function take(
  parts: SyslogParts,
  socket: TLSSocket,
  id: string,
  fingerprint: string,
  events: readonly ReadEvent[],
): Promise<void> {
  for (;;) {
    const source = await sourceOf(parts, fingerprint);
    if (source?.id !== id) throw new AppError("conflict", `the source \`${id}\` takes nothing more`);
    try {
      await parts.desk.intake.take(source, events, "syslog");
      return;
    } catch (fault) {
      if (socket.destroyed) throw fault;
      parts.log.fault("what a syslog sender sent waits for the record", fault);
      await wait(RETRY_MS);
    }
  }
}

async function sourceOf({ desk }: SyslogParts, fingerprint: string): Promise<RecordSource | undefined> {
  const sources = await desk.store.list();
  return sources.find(
    ({ kind, disabledAt, rules }) =>
      kind === "atna" && disabledAt === null && rules.certificates.includes(fingerprint),
  );
}

/** SHA-256 of the certificate that the sender showed, lower-case hex. */
function fingerprintOf(socket: TLSSocket): string {
  const { fingerprint256 } = socket.getPeerCertificate();
  return fingerprint256.replaceAll(":", "").toLowerCase();
}

/** Ends a connection whose message does not come whole in time; one that is silent between messages may stay. */
function watched(reader: FrameReader, socket: TLSSocket, messageMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    stop,
    heard(isWhole: boolean): void {
      if (isWhole || !reader.isAmid()) stop();
      if (reader.isAmid()) timer ??= setTimeout(() => socket.destroy(), messageMs);
    },
  };
}

async function tlsServer({ certFile, keyFile, caFile }: SyslogConfig): Promise<Server> {
  try {
    const [cert, key, ca] = await Promise.all([readFile(certFile), readFile(keyFile), readFile(caFile)]);
    return createServer({
      cert,
      key,
      ca,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: "TLSv1.2",
      handshakeTimeout: HANDSHAKE_MS,
    });
  } catch (cause) {
    throw new AppError("config_invalid", "the certificates for syslog cannot be used", {
      cause,
      hint: "check MODICUM_SYSLOG_CERT, MODICUM_SYSLOG_KEY and MODICUM_SYSLOG_CA",
    });
  }
}

function cannotListen(port: number, cause: NodeJS.ErrnoException): AppError {
  const code = cause.code === "EADDRINUSE" ? "port_busy" : "config_invalid";
  return new AppError(code, `cannot take syslog on port \`${port}\``, {
    cause,
    hint: "set MODICUM_SYSLOG_PORT to another one",
  });
}
