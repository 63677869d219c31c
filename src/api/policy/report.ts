import type { Context, TypedResponse } from "hono";
import { AppError } from "../../kernel/errors.ts";
import { faultStatusOf } from "../../kernel/http-status.ts";
import type { Permitted } from "../../pipeline.ts";
import type { Gap } from "../../posture/gaps.ts";
import { asTyped, control, type ControlAnswer, type ControlNeed, type ControlObstacle } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import type { Problem } from "../problem.ts";
import type { Reported } from "./ports.ts";

interface Running {
  readonly state: "running";
  readonly done: number;
  readonly total: number | null;
}

export type ReportAnswer<V> = { readonly state: "ready"; readonly report: V } | Running;

/**
 * Answers with a report, 202 with its progress while it is being made, or a problem that names what of it is not
 * whole: a report of less than the truth is worse than none.
 */
export async function controlReport<T, V>(
  { pipeline }: Pick<ApiDeps, "pipeline">,
  c: Context,
  need: ControlNeed,
  ask: (permitted: Permitted) => Promise<Reported<T> | ControlObstacle>,
  present: (value: T, permitted: Permitted) => ControlAnswer<V> | ControlObstacle,
): Promise<TypedResponse<ReportAnswer<V>, 200, "json">> {
  let isRunning = false;
  const response = await control<ReportAnswer<V>>(pipeline, c, need, async (permitted) => {
    const reported = await ask(permitted).catch(tooLongProblem);
    if ("problem" in reported) return reported;
    if (reported.kind === "incomplete") return { problem: incompleteProblem(reported.gaps) };
    isRunning = reported.kind === "running";
    if (reported.kind === "running")
      return { value: { state: "running", done: reported.done, total: reported.total }, released: [] };
    const answered = present(reported.value, permitted);
    if ("problem" in answered) return answered;
    return { ...answered, value: { state: "ready", report: answered.value } };
  });
  return isRunning ? accepted(response) : response;
}

/** A count that was ended is a problem of its own, which says what to do; every other fault denies. */
function tooLongProblem(fault: unknown): ControlObstacle {
  if (!(fault instanceof AppError) || fault.code !== "report_too_long") throw fault;
  const { code, message: title, hint } = fault;
  const next = hint === undefined ? {} : { next: hint };
  return {
    problem: {
      type: `https://modicum.dev/errors/${code}`,
      title,
      status: faultStatusOf(code),
      code,
      ...next,
    },
  };
}

/** 202, and when to ask again (RFC 9110 10.2.3). */
function accepted<V>(response: TypedResponse<V, 200, "json">): TypedResponse<V, 200, "json"> {
  const made = response as unknown as Response;
  if (made.status !== 200) return response;
  const headers = new Headers(made.headers);
  headers.set("Retry-After", "1");
  return asTyped(new Response(made.body, { status: 202, headers }));
}

interface IncompleteProblem extends Problem {
  readonly gaps: readonly Gap[];
}

/** Names every source that was not whole, by id and error code. */
export function incompleteProblem(gaps: readonly Gap[]): IncompleteProblem {
  const named = gaps.slice(0, 5).map(({ source, why }) => `\`${source}\` ${WHY[why]}`);
  const more = gaps.length > named.length ? `, and ${gaps.length - named.length} more` : "";
  return {
    type: "https://modicum.dev/errors/report_incomplete",
    title: "the report would not be whole, so it is not shown",
    status: faultStatusOf("report_incomplete"),
    code: "report_incomplete",
    detail: `${named.join(", ")}${more}`,
    next: "See `modicum relations status`, then wait for the next sync or run `modicum relations sync`.",
    gaps: gaps.map(({ source, why, code }) => ({ source, why, code })),
  };
}

const WHY: Readonly<Record<Gap["why"], string>> = {
  "never-read": "was never read",
  stale: "is stale",
  failed: "failed",
};
