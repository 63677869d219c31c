import { createRoute } from "@hono/zod-openapi";
import { AppError } from "../../kernel/errors.ts";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import { isFromOtherOrigin } from "../../identity/sessions/cookie.ts";
import type { Permitted, Pipeline } from "../../pipeline.ts";
import { newRoutes } from "../app-routes.ts";
import { DENIALS, jsonResult } from "../contract.ts";
import { asTyped, control, type ControlAnswer } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { deniedProblem } from "../problem.ts";
import { compareChart, type ComparedChart, type Comparison } from "./compare.ts";
import type { ComparisonDesk } from "./ports.ts";
import { ComparisonQuerySchema, ComparisonSchema } from "./schema.ts";

/** How long the last answer may stand for another where a fresh one is not asked for, in milliseconds. */
const KEPT_FOR = 60_000;

const comparison = createRoute({
  method: "get",
  path: "/",
  security: [],
  summary: "One demo chart beside what five people see of it, and why",
  description:
    "In demo mode alone, without signing in: served under the right of the demo's guide (`record.comparison`) and recorded as theirs. Each visit asks the FHIR gateway anew as every one of the people, and so writes an entry for each question; `fresh=false` may return the last answer for a minute.",
  request: { query: ComparisonQuerySchema },
  responses: { ...jsonResult(ComparisonSchema, "The chart, the people and what each was shown"), ...DENIALS },
});

export function comparisonRoutes({ pipeline, comparison: desk }: Pick<ApiDeps, "pipeline" | "comparison">) {
  const compare = desk === null ? null : lastKept(pipeline, desk);
  return newRoutes().openapi(comparison, async (c) => {
    if (desk === null || compare === null)
      throw new AppError("not_found", "one chart through different eyes is shown in the demo alone");
    // Without sign-in, any page could have a browser load this over and over, as an image, and flood the record.
    if (isFromOtherOrigin((name) => c.req.header(name)))
      return asTyped<Comparison>(deniedProblem(c, [because("bad_request")], null));
    const need = {
      interaction: "api.comparison.read",
      capability: "read",
      element: "record.comparison",
      credentials: await desk.guide(),
    } as const;
    const mayKeep = c.req.valid("query").fresh === "false";
    return control(pipeline, c, need, (permitted) => compare(permitted, mayKeep));
  });
}

type Compare = (permitted: Permitted, mayKeep: boolean) => Promise<ControlAnswer<Comparison> | Reason>;

/** Compares, and keeps the answer for who does not need a fresh one. */
function lastKept(pipeline: Pipeline, desk: ComparisonDesk): Compare {
  let last: ComparedChart | null = null;
  return async (permitted, mayKeep) => {
    const isKept =
      mayKeep && last?.value.policy === permitted.policy.hash && permitted.now - last.at < KEPT_FOR;
    const compared =
      isKept && last !== null
        ? { ...last, value: { ...last.value, fresh: false } }
        : await compareChart(pipeline, desk, permitted, last?.patientId ?? null);
    if ("code" in compared) return compared;
    if (!isKept) last = compared;
    return { value: compared.value, patients: [compared.patientId], records: compared.records };
  };
}
