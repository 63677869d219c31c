/** What the environment may set, as `modicum config check` lists it. */
export interface Setting {
  readonly name: string;
  /** What holds where it is not set, for people. */
  readonly otherwise: string;
  /** Never shown. */
  readonly secret?: true;
  /** A URL whose user and password are never shown. */
  readonly url?: true;
}

const NONE = "none";

/** In the order in which an operator thinks of them. A test compares it with what config.ts reads. */
export const SETTINGS: readonly Setting[] = [
  { name: "MODICUM_MODE", otherwise: "demo" },
  { name: "HOST", otherwise: "127.0.0.1" },
  { name: "PORT", otherwise: "8080" },
  { name: "MODICUM_PUBLIC_URL", otherwise: NONE },
  { name: "MODICUM_TLS_CERT", otherwise: NONE },
  { name: "MODICUM_TLS_KEY", otherwise: NONE },
  { name: "MODICUM_TLS_PROXY", otherwise: NONE },
  { name: "MODICUM_TRUSTED_PROXIES", otherwise: NONE },
  { name: "MODICUM_CONNECTIONS", otherwise: "10000" },
  { name: "MODICUM_RATE_ADDRESS", otherwise: "1000/4000 in production" },
  { name: "MODICUM_RATE_PERSON", otherwise: "200/1000 in production" },
  { name: "MODICUM_RATE_SIGN_IN", otherwise: "5/30 in production" },
  { name: "MODICUM_PRIVATE_NETWORKS", otherwise: NONE },
  { name: "MODICUM_DATA", otherwise: ".modicum" },
  { name: "DATABASE_URL", otherwise: "the embedded PostgreSQL", url: true },
  { name: "MODICUM_DATABASE_PLAIN", otherwise: "refused" },
  { name: "MODICUM_FHIR_UPSTREAM", otherwise: "the demo hospital", url: true },
  { name: "MODICUM_FHIR_UPSTREAM_TOKEN", otherwise: NONE, secret: true },
  { name: "MODICUM_FHIR_UPSTREAM_PLAIN", otherwise: "refused" },
  { name: "MODICUM_POLICY", otherwise: "content" },
  { name: "MODICUM_SYSTEM", otherwise: "ehr" },
  { name: "MODICUM_OIDC_ISSUER", otherwise: NONE },
  { name: "MODICUM_OIDC_AUDIENCE", otherwise: NONE },
  { name: "MODICUM_OIDC_PERSON_CLAIM", otherwise: "sub" },
  { name: "MODICUM_OIDC_DEVICE_CLAIM", otherwise: "device_id" },
  { name: "MODICUM_OIDC_CLIENT_ID", otherwise: NONE },
  { name: "MODICUM_OIDC_CLIENT_SECRET", otherwise: NONE, secret: true },
  { name: "MODICUM_TRUSTED_ISSUERS", otherwise: NONE },
  { name: "MODICUM_KEY_VAULT", otherwise: "local" },
  { name: "MODICUM_PKCS11_PIN_FILE", otherwise: NONE },
  { name: "MODICUM_VAULT_TOKEN_FILE", otherwise: NONE },
  { name: "MODICUM_AWS_KMS_ENDPOINT", otherwise: "that of the key's region", url: true },
  { name: "AWS_ACCESS_KEY_ID", otherwise: NONE },
  { name: "AWS_SECRET_ACCESS_KEY", otherwise: NONE, secret: true },
  { name: "AWS_SESSION_TOKEN", otherwise: NONE, secret: true },
  { name: "MODICUM_ROOT_KEY_FILE", otherwise: "made in the data folder" },
  { name: "MODICUM_RECORD_KEY_FILE", otherwise: "made, and kept under the root key" },
  { name: "MODICUM_PDP_VOCABULARY", otherwise: NONE },
  { name: "MODICUM_ACCESS_REQUEST_URL", otherwise: NONE },
  { name: "MODICUM_PRIVACY_NAME", otherwise: "the demo's privacy officer; none in production" },
  { name: "MODICUM_PRIVACY_EMAIL", otherwise: "as the name" },
  { name: "MODICUM_PRIVACY_PHONE", otherwise: "as the name" },
  { name: "MODICUM_PRIVACY_URL", otherwise: NONE, url: true },
  { name: "MODICUM_BACKUP_DIR", otherwise: "backups in the data folder" },
  { name: "MODICUM_BACKUP_S3", otherwise: "the folder" },
  { name: "MODICUM_BACKUP_S3_ENDPOINT", otherwise: "AWS, in the region", url: true },
  { name: "MODICUM_BACKUP_S3_REGION", otherwise: "us-east-1" },
  { name: "MODICUM_BACKUP_S3_PATH_STYLE", otherwise: "1 with an endpoint, else 0" },
  { name: "MODICUM_BACKUP_S3_LOCK", otherwise: NONE },
  { name: "MODICUM_BACKUP_MOMENTS", otherwise: "1 in production with the embedded PostgreSQL" },
  { name: "MODICUM_COLD_DIR", otherwise: "cold in the data folder" },
  { name: "MODICUM_COLD_MONTHS", otherwise: "24" },
  { name: "MODICUM_DEVICE_MANAGERS", otherwise: NONE },
  { name: "MODICUM_DEVICE_WIPE_URL", otherwise: NONE, url: true },
  { name: "MODICUM_SYSLOG_PORT", otherwise: "off" },
  { name: "MODICUM_SYSLOG_CERT", otherwise: NONE },
  { name: "MODICUM_SYSLOG_KEY", otherwise: NONE },
  { name: "MODICUM_SYSLOG_CA", otherwise: NONE },
  { name: "MODICUM_WITNESS", otherwise: NONE },
  { name: "MODICUM_EXPORT_PATIENTS", otherwise: "10000" },
  { name: "MODICUM_EXPORT_KEEP_HOURS", otherwise: "24" },
  { name: "MODICUM_COMPRESS", otherwise: "0" },
  { name: "MODICUM_LOG_LEVEL", otherwise: "info" },
  { name: "MODICUM_METRICS_TOKEN", otherwise: NONE, secret: true },
  { name: "MODICUM_METRICS_PORT", otherwise: NONE },
  { name: "OTEL_EXPORTER_OTLP_ENDPOINT", otherwise: "no traces", url: true },
  { name: "OTEL_TRACES_SAMPLER_ARG", otherwise: "1" },
  { name: "MODICUM_CLOCK", otherwise: "this machine's" },
  { name: "MODICUM_DEMO_SEED", otherwise: "the demo's own" },
  { name: "MODICUM_DEMO_SIZE", otherwise: "practice" },
];

/** What a person may see of a setting: secrets and passwords as `(set)` and `***`. */
export function shownValue({ secret, url, otherwise }: Setting, value: string | undefined): string {
  if (!value) return `${otherwise} (default)`;
  if (secret === true) return "(set)";
  if (url !== true) return value;
  if (!URL.canParse(value)) return "(not a URL)";
  const shown = new URL(value);
  if (shown.username !== "") shown.username = "***";
  if (shown.password !== "") shown.password = "***";
  for (const name of shown.searchParams.keys())
    if (/pass|key|secret|token/i.test(name)) shown.searchParams.set(name, "***");
  return shown.href;
}
