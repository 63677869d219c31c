import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Reason } from "../decision/types.ts";
import { AppError } from "../kernel/errors.ts";
import { faultStatusOf, statusOf } from "../kernel/http-status.ts";
import { REASONS } from "../kernel/reasons.ts";

/** RFC 9457, with our reason code, the rule that decided and what one can do next. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly rule?: string;
  readonly next?: string;
  readonly entry?: string;
}

/** A denial as problem+json. Everything in it follows from policy and caller alone. */
export function deniedProblem(c: Context, reasons: readonly Reason[], entryId: string | null): Response {
  const [first] = reasons;
  const code = first?.code ?? "evaluation_error";
  const { title, next } = REASONS[code];
  const status = statusOf(code);
  if (status === 401) c.header("WWW-Authenticate", 'Bearer realm="modicum"');
  return problemResponse(c, {
    type: `https://modicum.dev/reasons/${code}`,
    title,
    status,
    code,
    ...(first?.detail ? { detail: first.detail } : {}),
    ...(first?.rule ? { rule: first.rule } : {}),
    next,
    ...(entryId === null ? {} : { entry: entryId }),
  });
}

/** A fault as problem+json; the cause stays inside. */
export function faultProblem(c: Context, error: unknown): Response {
  const fault = error instanceof AppError ? error : new AppError("internal", "something went wrong here");
  return problemResponse(c, {
    type: `https://modicum.dev/errors/${fault.code}`,
    title: fault.message,
    status: faultStatusOf(fault.code),
    code: fault.code,
    ...(fault.hint === undefined ? {} : { next: fault.hint }),
  });
}

/** Fields that one problem names. */
const MOST_FIELDS = 20;

/** The input does not have the published shape. Names fields, never values. */
export function inputProblem(c: Context, fields: readonly string[], status: 400 | 413 = 400): Response {
  return problemResponse(c, {
    type: "https://modicum.dev/errors/input_invalid",
    title: "the request does not have the published shape",
    status,
    code: "input_invalid",
    detail: fields.slice(0, MOST_FIELDS).join("; "),
    next: "See /api/openapi.json.",
  });
}

/** A problem as it goes out; members of its own stand beside those of RFC 9457. */
export function problemResponse(c: Context, problem: Problem): Response {
  c.header("Cache-Control", "no-store");
  return c.body(JSON.stringify(problem), problem.status as ContentfulStatusCode, {
    "content-type": "application/problem+json",
  });
}
