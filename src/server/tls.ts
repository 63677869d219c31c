import { readFile, stat } from "node:fs/promises";
import type { RequestListener, Server, ServerOptions } from "node:http";
import { createServer } from "node:https";
import { createSecureContext, type SecureContextOptions } from "node:tls";
import { AppError } from "../kernel/errors.ts";

export interface TlsFiles {
  /** PEM, the server's certificate first. */
  readonly certFile: string;
  /** PEM; readable to its owner, and its group at most. */
  readonly keyFile: string;
}

/** What a server of TLS is told of its certificate's files. */
export interface TlsOptions extends TlsFiles {
  /** Told when other files were taken, or could not be; `fault` then says why. */
  readonly onReload?: (fault: AppError | null) => void;
  readonly reloadMs?: number;
}

/**
 * TLS 1.2 and 1.3 with forward secrecy and authenticated encryption alone: NIST SP 800-52 Rev. 2, section 3.3, which the
 * guidance on unsecured PHI names (74 FR 19006).
 */
const MODERN: SecureContextOptions = {
  minVersion: "TLSv1.2",
  ciphers: [
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_AES_128_GCM_SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-RSA-CHACHA20-POLY1305",
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
  ].join(":"),
  ecdhCurve: "X25519:P-256:P-384",
};

const RELOAD_MS = 10_000;

/**
 * An https server that takes a renewed certificate while it runs. Files that cannot be used leave the one it has.
 * @throws AppError `config_invalid` when the files cannot be used at start
 */
export async function createTlsServer(
  options: TlsOptions,
  http: ServerOptions,
  listener: RequestListener,
): Promise<Server> {
  const { onReload = () => undefined, reloadMs = RELOAD_MS } = options;
  let files = await readTlsFiles(options);
  const server = createServer({ ...http, ...MODERN, ...files }, listener);
  let isReading = false;
  const timer = setInterval(() => {
    // One look at a time, or a slow one would put back what a later one has replaced.
    if (isReading) return;
    isReading = true;
    void readTlsFiles(options)
      .then(
        (found) => {
          if (found.cert === files.cert && found.key === files.key) return;
          files = found;
          server.setSecureContext({ ...MODERN, ...found });
          onReload(null);
        },
        (fault: unknown) => onReload(fault instanceof AppError ? fault : null),
      )
      .finally(() => (isReading = false));
  }, reloadMs);
  timer.unref();
  server.once("close", () => clearInterval(timer));
  return server;
}

/** Certificate and key that belong together. @throws AppError `config_invalid` */
async function readTlsFiles({
  certFile,
  keyFile,
}: TlsFiles): Promise<{ readonly cert: string; readonly key: string }> {
  try {
    const [cert, key, { mode }] = await Promise.all([
      readFile(certFile, "utf8"),
      readFile(keyFile, "utf8"),
      stat(keyFile),
    ]);
    if ((mode & 0o027) !== 0) throw openToOthers(keyFile);
    // OpenSSL takes an empty text for none at all, which is what a file is while it is written anew.
    if (cert.trim() === "" || key.trim() === "") throw new Error("an empty file");
    createSecureContext({ ...MODERN, cert, key });
    return { cert, key };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("config_invalid", "the TLS certificate or its key cannot be used", {
      cause,
      hint: "check MODICUM_TLS_CERT and MODICUM_TLS_KEY",
    });
  }
}

function openToOthers(keyFile: string): AppError {
  return new AppError("config_invalid", `the TLS key \`${keyFile}\` is open to others`, {
    hint: `run chmod 600 ${keyFile}, and consider the key exposed`,
  });
}
