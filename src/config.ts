import { join, resolve } from "node:path";
import { type BackupConfig, endpointOf, readBackup } from "./config/backup.ts";
import { type DoorConfig, readDoor } from "./config/door.ts";
import { gathered, type Read } from "./config/gathered.ts";
import { type KeyVaultConfig, keyVaultOf, LOCAL_VAULT } from "./config/key-vault.ts";
import { type PrivacyContact, readPrivacyContact } from "./config/privacy-contact.ts";
import { type SyslogConfig, syslogConfig } from "./config/syslog.ts";
import { readTelemetry, type TelemetryConfig } from "./config/telemetry.ts";
import { checkTransit } from "./config/transit.ts";
import {
  checkUrl,
  type Environment,
  hostOf,
  invalid,
  isLoopback,
  oneOf,
  pathOf,
  portOf,
  required,
  wholeNumber,
  withoutTrailingSlash,
} from "./config/values.ts";
import { AppError } from "./kernel/errors.ts";

export { type SyslogConfig } from "./config/syslog.ts";
export { type Environment, isLoopback } from "./config/values.ts";

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
  /** Whom people ask about privacy; null: nobody is named. */
  readonly privacyContact: PrivacyContact | null;
  /** Witnesses of the record, `vkey+url` parted by commas; undefined: none. */
  readonly witnesses: string | undefined;
  readonly exports: ExportConfig;
  readonly backup: BackupConfig;
  readonly cold: ColdConfig;
  /** Where wipes of devices are sent; undefined: they wait. */
  readonly deviceWipeUrl: string | undefined;
  /** Absolute; who may report devices; undefined: nobody. */
  readonly deviceManagersFile: string | undefined;
  /** Undefined: no audit messages by syslog. */
  readonly syslog: SyslogConfig | undefined;
  /** Whether long FHIR answers are compressed for clients that take them so. */
  readonly compresses: boolean;
  /** What this gateway is called in tokens and grants; a token for another system is refused here. */
  readonly system: string;
  /** What holds the root key. */
  readonly keyVault: KeyVaultConfig;
  readonly door: DoorConfig;
  readonly telemetry: TelemetryConfig;
  readonly demo: DemoConfig | undefined;
  readonly production: ProductionConfig | undefined;
}

/** What the organization lets a bulk export be. */
export interface ExportConfig {
  /** Patients of one export at most. */
  readonly patients: number;
  /** How long its files stand. */
  readonly keepMs: number;
}

/** Where the history of the record goes once it is old. */
export interface ColdConfig {
  /** Absolute. */
  readonly folder: string;
  /** Months that stay in the database after they ended. */
  readonly keepMonths: number;
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
  /** The claim of a token that names the device it was given to. */
  readonly oidcDeviceClaim: string;
  /** What the console signs people in with; undefined: nobody signs in to it, and tokens alone are believed. */
  readonly oidcClient: { readonly clientId: string; readonly clientSecret: string } | undefined;
  /** Holds the key that signs the record; undefined: it is made, and kept under the root key. */
  readonly recordKeyFile: string | undefined;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Reads and checks the configuration, all of it before anything is said.
 * @throws AppError `config_invalid` or `demo_not_loopback`, naming each variable at fault and what to do.
 */
export function readConfig(env: Environment, cwd: string): Config {
  return gathered((read) => configOf(env, cwd, read));
}

function configOf(env: Environment, cwd: string, read: Read): Config {
  const mode = read(() => oneOf(env, "MODICUM_MODE", ["demo", "production"] as const, "demo"), "demo");
  const config: Config = {
    mode,
    host: env["HOST"] || "127.0.0.1",
    port: read(() => portOf(env), 0),
    dataDir: resolve(cwd, env["MODICUM_DATA"] || ".modicum"),
    policyDir: resolve(cwd, env["MODICUM_POLICY"] || "content"),
    databaseUrl: env["DATABASE_URL"] || undefined,
    upstreamUrl: withoutTrailingSlash(env["MODICUM_FHIR_UPSTREAM"] || undefined),
    upstreamToken: env["MODICUM_FHIR_UPSTREAM_TOKEN"] || undefined,
    trustedIssuersFile: pathOf(cwd, env["MODICUM_TRUSTED_ISSUERS"]),
    pdpVocabularyFile: pathOf(cwd, env["MODICUM_PDP_VOCABULARY"]),
    accessRequestUrl: env["MODICUM_ACCESS_REQUEST_URL"] || undefined,
    privacyContact: readPrivacyContact(env, read, mode),
    backup: readBackup(env, cwd, read, mode),
    witnesses: env["MODICUM_WITNESS"] || undefined,
    exports: {
      patients: read(() => wholeNumber(env, "MODICUM_EXPORT_PATIENTS", 10_000, 1_000_000), 1),
      keepMs: read(() => wholeNumber(env, "MODICUM_EXPORT_KEEP_HOURS", 24, 168), 1) * HOUR_MS,
    },
    deviceManagersFile: pathOf(cwd, env["MODICUM_DEVICE_MANAGERS"]),
    deviceWipeUrl: env["MODICUM_DEVICE_WIPE_URL"] || undefined,
    syslog: read(() => syslogConfig(env, cwd), undefined),
    cold: {
      folder: resolve(cwd, env["MODICUM_COLD_DIR"] || join(env["MODICUM_DATA"] || ".modicum", "cold")),
      keepMonths: read(() => wholeNumber(env, "MODICUM_COLD_MONTHS", 24, 1_200), 24),
    },
    compresses: read(() => oneOf(env, "MODICUM_COMPRESS", ["0", "1"] as const, "0"), "0") === "1",
    system: env["MODICUM_SYSTEM"] || "ehr",
    logLevel: read(() => oneOf(env, "MODICUM_LOG_LEVEL", LOG_LEVELS, "info"), "info"),
    keyVault: read(() => keyVaultOf(env, cwd, mode), LOCAL_VAULT),
    door: readDoor(env, read),
    telemetry: readTelemetry(env, read),
    demo: mode === "demo" ? demoConfig(env, read) : undefined,
    production: mode === "production" ? productionConfig(env, cwd, read) : undefined,
  };
  read(() => checkUrl("DATABASE_URL", config.databaseUrl, ["postgres:", "postgresql:"]), undefined);
  read(() => checkUrl("MODICUM_ACCESS_REQUEST_URL", config.accessRequestUrl, ["https:", "http:"]), undefined);
  read(() => checkUrl("MODICUM_DEVICE_WIPE_URL", config.deviceWipeUrl, ["https:", "http:"]), undefined);
  read(() => checkUrl("MODICUM_FHIR_UPSTREAM", config.upstreamUrl, ["http:", "https:"]), undefined);
  if (mode === "demo") refuseBeyondLoopback(config, read);
  else refuseDemoSettings(env, config, read);
  if (mode === "production") checkTransit(env, read);
  return config;
}

function demoConfig(env: Environment, read: Read): DemoConfig {
  return {
    seed: env["MODICUM_DEMO_SEED"] || undefined,
    size: read(() => oneOf(env, "MODICUM_DEMO_SIZE", DEMO_SIZES, "practice"), "practice"),
    clockStart: read(() => clockStartOf(env["MODICUM_CLOCK"]), undefined),
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

function productionConfig(env: Environment, cwd: string, read: Read): ProductionConfig {
  const needed = (name: string, what: string): string => read(() => required(env, name, what), "");
  const publicUrl = needed("MODICUM_PUBLIC_URL", "the https address that clients use");
  const oidcIssuer = needed("MODICUM_OIDC_ISSUER", "the issuer of your identity provider");
  for (const [name, url] of [
    ["MODICUM_PUBLIC_URL", publicUrl],
    ["MODICUM_OIDC_ISSUER", oidcIssuer],
  ] as const)
    read(() => checkUrl(name, url || undefined, ["https:"]), undefined);
  return {
    publicUrl: publicUrl.replace(/\/+$/, ""),
    oidcIssuer,
    oidcAudience: needed("MODICUM_OIDC_AUDIENCE", "the audience its tokens carry for this gateway"),
    oidcPersonClaim: env["MODICUM_OIDC_PERSON_CLAIM"] || "sub",
    oidcDeviceClaim: env["MODICUM_OIDC_DEVICE_CLAIM"] || "device_id",
    oidcClient: read(() => oidcClientOf(env), undefined),
    recordKeyFile: pathOf(cwd, env["MODICUM_RECORD_KEY_FILE"]),
    tls: read(() => tlsOf(env, cwd), undefined),
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

function refuseBeyondLoopback(config: Config, read: Read): void {
  const places: readonly [string, string | undefined][] = [
    ["HOST", config.host],
    ["MODICUM_FHIR_UPSTREAM", hostOf(config.upstreamUrl)],
    ["DATABASE_URL", hostOf(config.databaseUrl)],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", hostOf(config.telemetry.traces?.endpoint)],
    ["MODICUM_BACKUP_S3", hostOf(endpointOf(config.backup))],
  ];
  for (const [name, host] of places) {
    if (host === undefined || isLoopback(host)) continue;
    const message = `demo mode reaches loopback only, and \`${name}\` names \`${host}\``;
    const hint = "use 127.0.0.1, or set MODICUM_MODE=production";
    read(() => {
      throw new AppError("demo_not_loopback", message, { hint });
    }, undefined);
  }
}

function refuseDemoSettings(env: Environment, config: Config, read: Read): void {
  const refuse = (fault: AppError): void =>
    read(() => {
      throw fault;
    }, undefined);
  for (const name of ["MODICUM_CLOCK", "MODICUM_DEMO_SEED", "MODICUM_DEMO_SIZE"]) {
    if (env[name]) refuse(invalid(name, "it belongs to demo mode; unset it"));
  }
  if (config.upstreamUrl === undefined)
    refuse(invalid("MODICUM_FHIR_UPSTREAM", "production needs your FHIR server's base URL"));
}

const HOUR_MS = 3_600_000;
