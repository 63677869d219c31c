import { type Environment, invalid, pathOf, wholeNumber } from "./values.ts";

/** Where ATNA audit messages come in over TLS (RFC 5425). Files are absolute. */
export interface SyslogConfig {
  readonly port: number;
  readonly certFile: string;
  readonly keyFile: string;
  /** Whose certificates senders show. */
  readonly caFile: string;
}

/** What the environment says of it; undefined: off. @throws AppError `config_invalid` */
export function syslogConfig(env: Environment, cwd: string): SyslogConfig | undefined {
  if (!env["MODICUM_SYSLOG_PORT"]) return undefined;
  const file = (name: string): string => {
    const path = pathOf(cwd, env[name]);
    if (path === undefined) throw invalid(name, "name the PEM file: senders are known by their certificates");
    return path;
  };
  return {
    port: wholeNumber(env, "MODICUM_SYSLOG_PORT", 6514, 65_535),
    certFile: file("MODICUM_SYSLOG_CERT"),
    keyFile: file("MODICUM_SYSLOG_KEY"),
    caFile: file("MODICUM_SYSLOG_CA"),
  };
}
