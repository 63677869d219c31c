import { isIP } from "node:net";
import { resolve } from "node:path";
import { AppError } from "./kernel/errors.ts";

export type Mode = "demo" | "production";

/** Everything the process reads from its environment, checked once at start. */
export interface Config {
  readonly mode: Mode;
  readonly host: string;
  /** 0 lets the system choose (tests). */
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Absolute. */
  readonly policyDir: string;
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** Undefined: the demo hospital. */
  readonly upstreamUrl: string | undefined;
  readonly upstreamToken: string | undefined;
  readonly logLevel: LogLevel;
  /** Absolute; undefined: none beside the identity provider. */
  readonly trustedIssuersFile: string | undefined;
  /** Absolute; undefined: the decision API knows the words of FHIR alone. */
  readonly pdpVocabularyFile: string | undefined;
  /** Where a denial of the decision API says that access is asked for. */
  readonly accessRequestUrl: string | undefined;
  readonly exports: ExportConfig;
  /** Where wipes of devices are sent; undefined: they wait. */
  readonly deviceWipeUrl: string | undefined;
  /** Undefined: no audit messages by syslog. */
  readonly syslog: SyslogConfig | undefined;
  /** Whether long FHIR answers are compressed for clients that take them so. */
  readonly compresses: boolean;
  /** What this gateway is called in tokens and grants; a token for another system is refused here. */
  readonly system: string;
  readonly demo: DemoConfig | undefined;
  readonly production: ProductionConfig | undefined;
}

/** Where ATNA audit messages come in over TLS (RFC 5425). Files are absolute. */
export interface SyslogConfig {
  readonly port: number;
  readonly certFile: string;
  readonly keyFile: string;
  /** Whose certificates senders show. */
  readonly caFile: string;
}

/** What the organization lets a bulk export be. */
export interface ExportConfig {
  /** Patients of one export at most. */
  readonly patients: number;
  /** How long its files stand. */
  readonly keepMs: number;
}

/** From three physicians to a hospital with several sites and wards. */
const DEMO_SIZES = ["practice", "clinic", "hospital"] as const;

export interface DemoConfig {
  /** Undefined: the demo's own. */
  readonly seed: string | undefined;
  readonly size: (typeof DEMO_SIZES)[number];
  /** Milliseconds since 1970 that the clock starts at, or undefined for the machine's own. */
  readonly clockStart: number | undefined;
}

export interface ProductionConfig {
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly oidcIssuer: string;
  readonly oidcAudience: string;
  /** The claim of a token that holds the `userName` of the roster. */
  readonly oidcPersonClaim: string;
  /** What the console signs people in with; undefined: nobody signs in to it, and tokens alone are believed. */
  readonly oidcClient: { readonly clientId: string; readonly clientSecret: string } | undefined;
  readonly rootKeyFile: string;
  /** Holds the key that signs the record; undefined: it is made, and kept under the root key. */
  readonly recordKeyFile: string | undefined;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks the configuration.
 * @throws AppError `config_invalid` or `demo_not_loopback`, naming the variable and what to do.
 */
export function readConfig(env: Environment, cwd: string): Config {
  const mode = oneOf(env, "MODICUM_MODE", ["demo", "production"] as const, "demo");
  const config: Config = {
    mode,
    host: env["HOST"] || "127.0.0.1",
    port: portOf(env),
    dataDir: resolve(cwd, env["MODICUM_DATA"] || ".modicum"),
    policyDir: resolve(cwd, env["MODICUM_POLICY"] || "content"),
    databaseUrl: env["DATABASE_URL"] || undefined,
    upstreamUrl: withoutTrailingSlash(env["MODICUM_FHIR_UPSTREAM"] || undefined),
    upstreamToken: env["MODICUM_FHIR_UPSTREAM_TOKEN"] || undefined,
    trustedIssuersFile: pathOf(cwd, env["MODICUM_TRUSTED_ISSUERS"]),
    pdpVocabularyFile: pathOf(cwd, env["MODICUM_PDP_VOCABULARY"]),
    accessRequestUrl: env["MODICUM_ACCESS_REQUEST_URL"] || undefined,
    exports: {
      patients: wholeNumber(env, "MODICUM_EXPORT_PATIENTS", 10_000, 1_000_000),
      keepMs: wholeNumber(env, "MODICUM_EXPORT_KEEP_HOURS", 24, 168) * HOUR_MS,
    },
    deviceWipeUrl: env["MODICUM_DEVICE_WIPE_URL"] || undefined,
    syslog: syslogConfig(env, cwd),
    compresses: oneOf(env, "MODICUM_COMPRESS", ["0", "1"] as const, "0") === "1",
    system: env["MODICUM_SYSTEM"] || "ehr",
    logLevel: oneOf(env, "MODICUM_LOG_LEVEL", LOG_LEVELS, "info"),
    demo: mode === "demo" ? demoConfig(env) : undefined,
    production: mode === "production" ? productionConfig(env, cwd) : undefined,
  };
  checkUrl("DATABASE_URL", config.databaseUrl, ["postgres:", "postgresql:"]);
  checkUrl("MODICUM_ACCESS_REQUEST_URL", config.accessRequestUrl, ["https:", "http:"]);
  checkUrl("MODICUM_DEVICE_WIPE_URL", config.deviceWipeUrl, ["https:", "http:"]);
  checkUrl("MODICUM_FHIR_UPSTREAM", config.upstreamUrl, ["http:", "https:"]);
  if (mode === "demo") refuseBeyondLoopback(config);
  else refuseDemoSettings(env, config);
  return config;
}

/** True for `localhost` and the loopback addresses of IPv4 and IPv6 (RFC 1122, RFC 4291). */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "").toLowerCase();
  if (bare === "localhost" || bare === "::1") return true;
  return isIP(bare) === 4 && bare.startsWith("127.");
}

function demoConfig(env: Environment): DemoConfig {
  return {
    seed: env["MODICUM_DEMO_SEED"] || undefined,
    size: oneOf(env, "MODICUM_DEMO_SIZE", DEMO_SIZES, "practice"),
    clockStart: clockStartOf(env["MODICUM_CLOCK"]),
  };
}

/** `2026-05-04T15:00:00Z` or an offset such as `+2d`, `-90m`. */
function clockStartOf(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const offset = /^([+-])(\d+)(ms|s|m|h|d)$/.exec(text);
  if (offset) {
    const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[
      offset[3] as "ms" | "s" | "m" | "h" | "d"
    ];
    return Date.now() + (offset[1] === "-" ? -1 : 1) * Number(offset[2]) * unit;
  }
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw invalid("MODICUM_CLOCK", "give an ISO time, or an offset such as `+2d`");
  return instant;
}

function productionConfig(env: Environment, cwd: string): ProductionConfig {
  const publicUrl = required(env, "MODICUM_PUBLIC_URL", "the https address that clients use");
  checkUrl("MODICUM_PUBLIC_URL", publicUrl, ["https:"]);
  const oidcIssuer = required(env, "MODICUM_OIDC_ISSUER", "the issuer of your identity provider");
  checkUrl("MODICUM_OIDC_ISSUER", oidcIssuer, ["https:"]);
  return {
    publicUrl: publicUrl.replace(/\/+$/, ""),
    oidcIssuer,
    oidcAudience: required(env, "MODICUM_OIDC_AUDIENCE", "the audience its tokens carry for this gateway"),
    oidcPersonClaim: env["MODICUM_OIDC_PERSON_CLAIM"] || "sub",
    oidcClient: oidcClientOf(env),
    rootKeyFile: resolve(cwd, required(env, "MODICUM_ROOT_KEY_FILE", "the file that holds the root key")),
    recordKeyFile: pathOf(cwd, env["MODICUM_RECORD_KEY_FILE"]),
    tls: tlsOf(env, cwd),
  };
}

function oidcClientOf(env: Environment): ProductionConfig["oidcClient"] {
  const [clientId, clientSecret] = [env["MODICUM_OIDC_CLIENT_ID"], env["MODICUM_OIDC_CLIENT_SECRET"]];
  if (!clientId && !clientSecret) return undefined;
  if (clientId && clientSecret) return { clientId, clientSecret };
  const lacking = clientId ? "MODICUM_OIDC_CLIENT_SECRET" : "MODICUM_OIDC_CLIENT_ID";
  throw invalid(lacking, "set the client's id and its secret together, or neither");
}

function tlsOf(env: Environment, cwd: string): ProductionConfig["tls"] {
  const [certFile, keyFile] = [env["MODICUM_TLS_CERT"], env["MODICUM_TLS_KEY"]];
  if (certFile && keyFile) return { certFile: resolve(cwd, certFile), keyFile: resolve(cwd, keyFile) };
  if (env["MODICUM_TLS_PROXY"] === "trusted") return undefined;
  throw invalid(
    "MODICUM_TLS_CERT",
    "set it together with `MODICUM_TLS_KEY`, or declare a proxy that ends TLS with `MODICUM_TLS_PROXY=trusted`",
  );
}

function refuseBeyondLoopback(config: Config): void {
  const places: readonly [string, string | undefined][] = [
    ["HOST", config.host],
    ["MODICUM_FHIR_UPSTREAM", hostOf(config.upstreamUrl)],
    ["DATABASE_URL", hostOf(config.databaseUrl)],
  ];
  for (const [name, host] of places) {
    if (host !== undefined && !isLoopback(host)) {
      throw new AppError(
        "demo_not_loopback",
        `demo mode reaches loopback only, and \`${name}\` names \`${host}\``,
        {
          hint: "use 127.0.0.1, or set MODICUM_MODE=production",
        },
      );
    }
  }
}

function refuseDemoSettings(env: Environment, config: Config): void {
  for (const name of ["MODICUM_CLOCK", "MODICUM_DEMO_SEED", "MODICUM_DEMO_SIZE"]) {
    if (env[name]) throw invalid(name, "it belongs to demo mode; unset it");
  }
  if (config.upstreamUrl === undefined)
    throw invalid("MODICUM_FHIR_UPSTREAM", "production needs your FHIR server's base URL");
}

function hostOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).hostname;
}

function portOf(env: Environment): number {
  const port = Number(env["PORT"] || "8080");
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw invalid("PORT", "give a port from 0 to 65535");
  return port;
}

const HOUR_MS = 3_600_000;

function syslogConfig(env: Environment, cwd: string): SyslogConfig | undefined {
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

function wholeNumber(env: Environment, name: string, fallback: number, most: number): number {
  const text = env[name] || String(fallback);
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > most)
    throw invalid(name, `give a whole number from 1 to ${most}`);
  return value;
}

function oneOf<const T extends string>(
  env: Environment,
  name: string,
  allowed: readonly T[],
  fallback: T,
): T {
  const value = env[name] || fallback;
  const found = allowed.find((choice) => choice === value);
  if (found === undefined) throw invalid(name, `give one of ${allowed.join(", ")}`);
  return found;
}

function required(env: Environment, name: string, what: string): string {
  const value = env[name];
  if (!value) throw new AppError("config_invalid", `\`${name}\` is not set`, { hint: `set it to ${what}` });
  return value;
}

function checkUrl(name: string, text: string | undefined, protocols: readonly string[]): void {
  if (text === undefined) return;
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
    throw invalid(
      name,
      `give a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
    );
  }
}

function pathOf(cwd: string, path: string | undefined): string | undefined {
  return path ? resolve(cwd, path) : undefined;
}

function withoutTrailingSlash(url: string | undefined): string | undefined {
  return url?.replace(/\/+$/, "");
}

function invalid(name: string, hint: string): AppError {
  return new AppError("config_invalid", `\`${name}\` cannot be used as it is`, { hint });
}
