import { createRoute, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { decide } from "../../decision/decide.ts";
import type { Caller } from "../../identity/types.ts";
import type { Pipeline } from "../../pipeline.ts";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { askedOf, control, type ControlNeed, lackingElement } from "../control.ts";
import { isoTime } from "../iso-time.ts";
import type { ApiDeps } from "../ports.ts";
import type { HealthReport, Visitor } from "./ports.ts";
import { HealthQuery, HealthSchema } from "./schema.ts";

const healthRoute = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "How this system is: each part in words, since when, and what to do about it",
  request: { query: HealthQuery },
  responses: { ...jsonResult(HealthSchema, "A row for each part"), ...DENIALS },
});

const NEED = {
  interaction: "api.health.read",
  capability: "read",
  element: "health.state",
} as const satisfies ControlNeed;

/**
 * How this system is. The first look of a visit is in the record; those that follow are decided anew like any other, but a
 * page that looks every few seconds must not bury the record under itself: what it shows names nobody.
 */
export function healthRoutes({ pipeline, health }: Pick<ApiDeps, "pipeline" | "health">) {
  return newRoutes().openapi(healthRoute, async (c) => {
    const { visit } = c.req.valid("query");
    const again = visit === undefined ? null : await permittedAgain(pipeline, c);
    if (visit !== undefined && again !== null && health.visits.goesOn(visit, visitorOf(again))) {
      c.header("Cache-Control", "no-store");
      c.header("X-Request-Id", visit);
      return c.json(presented(await health.look()), 200);
    }
    let visitor: Visitor | null = null;
    const answer = await control(pipeline, c, NEED, async ({ caller }) => {
      visitor = visitorOf(caller);
      return { value: presented(await health.look()) };
    });
    const entryId = c.res.headers.get("x-request-id");
    if (visitor !== null && entryId !== null) health.visits.begin(entryId, visitor);
    return answer;
  });
}

/** Who asks, if the policy in force gives them this now; null: whatever else it is goes the way of every request. */
async function permittedAgain(pipeline: Pipeline, c: Context): Promise<Caller | null> {
  const asked = askedOf(c, NEED);
  const caller = await pipeline.identify(asked.credentials).catch(() => null);
  const policy = pipeline.policy();
  if (caller === null || !caller.ok || policy === null) return null;
  try {
    const facts = await pipeline.facts(caller.value, policy);
    const now = pipeline.now();
    const decision = decide(pipeline.requestOf(caller.value, asked, now, policy), policy, facts);
    const permitted = { caller: caller.value, policy, decision, facts, now };
    return decision.outcome === "permit" && lackingElement(NEED, permitted) === null ? caller.value : null;
  } catch {
    return null;
  }
}

function visitorOf({ person, sessionId, declaredPurpose }: Caller): Visitor {
  return { personId: person.id, sessionId, purpose: declaredPurpose };
}

function presented({ at, rows }: HealthReport): z.infer<typeof HealthSchema> {
  return {
    at: isoTime(at),
    rows: rows.map((row) => ({ ...row, since: isoTime(row.since), figures: { ...row.figures } })),
  };
}
