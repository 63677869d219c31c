import type { OpenAPIHono } from "@hono/zod-openapi";
import { HTTPException } from "hono/http-exception";
import { REASONS } from "../kernel/reasons.ts";
import { newRoutes } from "./app-routes.ts";
import { limitBodies } from "./body-limits.ts";
import { comparisonRoutes } from "./comparison/routes.ts";
import { decisionRoutes } from "./decisions/routes.ts";
import { peopleRoutes } from "./people/routes.ts";
import { policyDraftRoutes } from "./policy-drafts/routes.ts";
import { policyRoutes } from "./policy/routes.ts";
import type { ApiDeps } from "./ports.ts";
import { faultProblem, inputProblem } from "./problem.ts";
import { recordRoutes } from "./record/routes.ts";
import { relationRoutes } from "./relations/routes.ts";
import { sessionRoutes } from "./session/routes.ts";
import { scopeRoutes } from "./scope/routes.ts";

const OPENAPI = {
  openapi: "3.1.0",
  info: {
    title: "Modicum control API",
    version: "0.1.0",
    description: "Every operation is decided by the policy and written to the record, as FHIR requests are.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
};

/** The control API; its type is the contract that the console's client is made from. */
export type ControlApi = ReturnType<typeof controlRoutes>;

/** Everything that is neither `/fhir` nor the console: health, the control API and its contract. */
export function createApi(deps: ApiDeps): OpenAPIHono {
  const app: OpenAPIHono = newRoutes();
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  limitBodies(app);
  app.route("/api/v1", controlRoutes(deps));
  app.doc31("/api/openapi.json", OPENAPI);
  app.get("/api/schemas", (c) => c.json({ reasons: REASONS, policy: deps.policySchemas() }));
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", (c) => {
    const readiness = deps.ready();
    return c.json(readiness, readiness.ready ? 200 : 503);
  });
  app.notFound((c) =>
    c.json({ type: "about:blank", title: "there is no such page", status: 404, code: "not_found" }, 404),
  );
  app.onError((error, c) =>
    error instanceof HTTPException && error.status === 400
      ? inputProblem(c, ["body: unreadable"])
      : faultProblem(c, error),
  );
  return app;
}

function controlRoutes(deps: ApiDeps) {
  return newRoutes()
    .route("/session", sessionRoutes(deps))
    .route("/people", peopleRoutes(deps))
    .route("/relations", relationRoutes(deps))
    .route("/record", recordRoutes(deps))
    .route("/decisions", decisionRoutes(deps))
    .route("/scope", scopeRoutes(deps))
    .route("/comparison", comparisonRoutes(deps))
    .route("/policy/drafts", policyDraftRoutes(deps))
    .route("/policy", policyRoutes(deps));
}
