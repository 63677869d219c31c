import type { ErrorCode } from "./errors.ts";
import { REASONS, type ReasonCode } from "./reasons.ts";

/** HTTP status of a denial; published with the closed list of reason codes. */
export function statusOf(reason: ReasonCode): number {
  return REASONS[reason].status;
}

/** HTTP status of every fault; `/api/schemas` publishes it. */
export const FAULT_STATUS: Record<ErrorCode, number> = {
  usage: 400,
  config_invalid: 500,
  port_busy: 500,
  policy_invalid: 422,
  database_unreachable: 503,
  upstream_unreachable: 502,
  upstream_invalid: 502,
  demo_not_loopback: 500,
  rate_limited: 429,
  input_invalid: 400,
  signature_invalid: 401,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  record_unavailable: 503,
  report_incomplete: 503,
  report_too_long: 503,
  key_unavailable: 503,
  server_unreachable: 502,
  internal: 500,
};

/** HTTP status of a fault. */
export function faultStatusOf(code: ErrorCode): number {
  return FAULT_STATUS[code];
}

/** What a command ends with: 0 ok, 1 error, 2 usage or start-up, 3 denied or check failed, 4 pending. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

const STARTUP: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "usage",
  "config_invalid",
  "port_busy",
  "policy_invalid",
  "database_unreachable",
  "upstream_unreachable",
  "demo_not_loopback",
  "key_unavailable",
]);

/** Exit code of a fault: 2 for what the operator must put right before anything can run, else 1. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  return STARTUP.has(code) ? 2 : 1;
}
