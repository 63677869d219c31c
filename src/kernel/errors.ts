/**
 * Faults: things that went wrong and are nobody's right or wrong to see.
 * A denial is not a fault; it is a Decision with reasons (see reasons.ts).
 * The mapping to HTTP status and OperationOutcome lives in kernel/http-status.ts alone.
 */
export type ErrorCode =
  | "usage"
  | "config_invalid"
  | "port_busy"
  | "policy_invalid"
  | "database_unreachable"
  | "upstream_unreachable"
  | "upstream_invalid"
  | "demo_not_loopback"
  | "rate_limited"
  | "input_invalid"
  | "signature_invalid"
  | "not_found"
  | "method_not_allowed"
  | "conflict"
  | "record_unavailable"
  | "report_incomplete"
  | "report_too_long"
  | "key_unavailable"
  | "server_unreachable"
  | "internal";

/**
 * The one exception type of this house.
 * Message: one line, lower-case, input in backticks, never PHI.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** What the reader can do next, one line. */
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; hint?: string } = {}) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.hint = options.hint;
  }
}
