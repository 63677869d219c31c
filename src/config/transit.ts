import type { Read } from "./gathered.ts";
import { type Environment, hostOf, invalid, isLoopback } from "./values.ts";

/**
 * In production whatever leaves the machine is encrypted (45 CFR 164.312(e)(2)(ii)), or the operator has said that
 * something else protects it: a private line, a mesh that ends TLS on both sides.
 */
export function checkTransit(env: Environment, read: Read): void {
  read(() => checkUpstream(env), undefined);
  read(() => checkDatabase(env), undefined);
}

const ACCEPTED = "accepted";

function checkUpstream(env: Environment): void {
  const upstream = env["MODICUM_FHIR_UPSTREAM"];
  if (!upstream?.startsWith("http:") || env["MODICUM_FHIR_UPSTREAM_PLAIN"] === ACCEPTED) return;
  if (isLoopback(hostOf(upstream) ?? "")) return;
  throw invalid(
    "MODICUM_FHIR_UPSTREAM",
    "use https, or declare that the way there is protected with `MODICUM_FHIR_UPSTREAM_PLAIN=accepted`",
  );
}

function checkDatabase(env: Environment): void {
  const url = env["DATABASE_URL"];
  if (!url || !URL.canParse(url) || env["MODICUM_DATABASE_PLAIN"] === ACCEPTED) return;
  const { hostname, searchParams } = new URL(url);
  // Without a host the driver uses a socket of this machine.
  if (hostname === "" || isLoopback(hostname) || searchParams.get("sslmode") === "verify-full") return;
  throw invalid(
    "DATABASE_URL",
    "add `sslmode=verify-full`, or declare that the way there is protected with `MODICUM_DATABASE_PLAIN=accepted`",
  );
}
