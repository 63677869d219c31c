import { join, resolve } from "node:path";
import type { Read } from "./gathered.ts";
import {
  checkUrl,
  type Environment,
  invalid,
  isLoopback,
  oneOf,
  required,
  withoutTrailingSlash,
} from "./values.ts";

/** Where backups are written; as `openTarget` in backup/ takes it. */
export type BackupTargetConfig =
  | { readonly kind: "folder"; /** Absolute. */ readonly dir: string }
  | {
      readonly kind: "s3";
      readonly bucket: string;
      readonly prefix: string;
      readonly endpoint: string;
      readonly region: string;
      readonly pathStyle: boolean;
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken?: string;
      readonly lock?: { readonly mode: "GOVERNANCE" | "COMPLIANCE"; readonly days: number };
    };

export interface BackupConfig {
  readonly target: BackupTargetConfig;
  /** Whether the write-ahead log of the embedded database is kept, so that it can be restored to a moment. */
  readonly moments: boolean;
}

/** Where backups go over the network; undefined: nowhere. */
export function endpointOf({ target }: BackupConfig): string | undefined {
  return target.kind === "s3" ? target.endpoint : undefined;
}

export function readBackup(
  env: Environment,
  cwd: string,
  read: Read,
  mode: "demo" | "production",
): BackupConfig {
  const folder: BackupTargetConfig = {
    kind: "folder",
    dir: resolve(cwd, env["MODICUM_BACKUP_DIR"] || join(env["MODICUM_DATA"] || ".modicum", "backups")),
  };
  return {
    target: env["MODICUM_BACKUP_S3"] ? read(() => s3Of(env), folder) : folder,
    moments: read(() => momentsOf(env, mode), false),
  };
}

/** Where backups lie that somebody names: a folder, or `s3://BUCKET/PREFIX` with the rest of its settings. */
export function targetNamed(from: string, env: Environment, cwd: string): BackupTargetConfig {
  if (!from.startsWith("s3://")) return { kind: "folder", dir: resolve(cwd, from) };
  const { MODICUM_BACKUP_DIR: _, ...others } = env;
  return s3Of({ ...others, MODICUM_BACKUP_S3: from });
}

function momentsOf(env: Environment, mode: "demo" | "production"): boolean {
  const otherwise = mode === "production" && !env["DATABASE_URL"] ? "1" : "0";
  const asked = oneOf(env, "MODICUM_BACKUP_MOMENTS", ["0", "1"] as const, otherwise) === "1";
  if (asked && env["DATABASE_URL"])
    throw invalid(
      "MODICUM_BACKUP_MOMENTS",
      "archive the write-ahead log of your own PostgreSQL; see docs/backups.md",
    );
  return asked;
}

/** `s3://BUCKET/PREFIX`, and what goes with it. */
function s3Of(env: Environment): BackupTargetConfig {
  if (env["MODICUM_BACKUP_DIR"]) throw invalid("MODICUM_BACKUP_S3", "set it or MODICUM_BACKUP_DIR, not both");
  const [, bucket, prefix = ""] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([A-Za-z0-9._/-]*))?$/.exec(
      env["MODICUM_BACKUP_S3"] ?? "",
    ) ?? [];
  if (bucket === undefined || prefix.split("/").includes(".."))
    throw invalid("MODICUM_BACKUP_S3", "give it as s3://BUCKET or s3://BUCKET/PREFIX");
  const region = env["MODICUM_BACKUP_S3_REGION"] || "us-east-1";
  if (!/^[a-z0-9-]{2,40}$/.test(region)) throw invalid("MODICUM_BACKUP_S3_REGION", "give it as eu-central-1");
  const endpoint = givenEndpoint(env);
  const pathStyle = oneOf(
    env,
    "MODICUM_BACKUP_S3_PATH_STYLE",
    ["0", "1"] as const,
    endpoint === undefined ? "0" : "1",
  );
  const sessionToken = env["AWS_SESSION_TOKEN"];
  const lock = lockOf(env);
  return {
    kind: "s3",
    bucket,
    prefix: prefix.replaceAll(/^\/+|\/+$/g, ""),
    endpoint: endpoint ?? `https://s3.${region}.amazonaws.com`,
    region,
    pathStyle: pathStyle === "1",
    accessKeyId: required(env, "AWS_ACCESS_KEY_ID", "the id of the credentials for the store of the backups"),
    secretAccessKey: required(env, "AWS_SECRET_ACCESS_KEY", "the secret of the credentials for that store"),
    ...(sessionToken ? { sessionToken } : {}),
    ...(lock === undefined ? {} : { lock }),
  };
}

/** What goes there is sealed, but a signature that travels in the clear can be seen: TLS, but on this machine. */
function givenEndpoint(env: Environment): string | undefined {
  const name = "MODICUM_BACKUP_S3_ENDPOINT";
  const endpoint = withoutTrailingSlash(env[name] || undefined);
  checkUrl(name, endpoint, ["https:", "http:"]);
  if (endpoint === undefined) return undefined;
  const { protocol, hostname, search, username } = new URL(endpoint);
  if (protocol === "http:" && !isLoopback(hostname))
    throw invalid(name, "give a URL that starts with https://");
  if (search !== "" || username !== "") throw invalid(name, "give it without a user and without a query");
  return endpoint;
}

function lockOf(
  env: Environment,
): { readonly mode: "GOVERNANCE" | "COMPLIANCE"; readonly days: number } | undefined {
  const text = env["MODICUM_BACKUP_S3_LOCK"];
  if (!text) return undefined;
  const [, mode, days] = /^(governance|compliance):(\d{1,5})$/.exec(text) ?? [];
  if (mode === undefined || Number(days) < 1)
    throw invalid("MODICUM_BACKUP_S3_LOCK", "give it as governance:DAYS or compliance:DAYS");
  return { mode: mode === "governance" ? "GOVERNANCE" : "COMPLIANCE", days: Number(days) };
}
