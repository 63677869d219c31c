import type { OpenAPIHono } from "@hono/zod-openapi";
import { HTTPException } from "hono/http-exception";
import { FAULT_STATUS } from "../kernel/http-status.ts";
import { REASONS } from "../kernel/reasons.ts";
import { newRoutes } from "./app-routes.ts";
import { limitBodies } from "./body-limits.ts";
import { backupRoutes } from "./backups/routes.ts";
import { clientRoutes } from "./clients/routes.ts";
import { comparisonRoutes } from "./comparison/routes.ts";
import { consentRoutes } from "./consents/routes.ts";
import { decisionRoutes } from "./decisions/routes.ts";
import { deviceRoutes } from "./devices/routes.ts";
import { evidenceRoutes } from "./evidence/routes.ts";
import { explorerRoutes } from "./explorer/routes.ts";
import { healthRoutes } from "./health/routes.ts";
import { dataMapRoutes, protectionRoutes } from "./inventory/map-routes.ts";
import { inventoryRoutes } from "./inventory/routes.ts";
import { keyRoutes } from "./keys/routes.ts";
import { jobRoutes } from "./jobs/routes.ts";
import { describeApi } from "./openapi.ts";
import { answerSmartConfiguration, oauthRoutes } from "./oauth/routes.ts";
import { intakeRoutes } from "./intake/routes.ts";
import { locateRoutes } from "./locate/routes.ts";
import { peopleRoutes } from "./people/routes.ts";
import { policyRoutes } from "./policy/routes.ts";
import { policyDraftRoutes } from "./policy-drafts/routes.ts";
import type { ApiDeps } from "./ports.ts";
import { faultProblem, inputProblem } from "./problem.ts";
import { integrityRoutes } from "./record/integrity.ts";
import { recordProofRoutes } from "./record/proofs.ts";
import { recordRoutes } from "./record/routes.ts";
import { recordSummaryRoutes } from "./record/summaries.ts";
import { relationRoutes } from "./relations/routes.ts";
import { sessionRoutes } from "./session/routes.ts";
import { ownSessionRoutes } from "./sessions/routes.ts";
import { retentionRoutes } from "./retention/routes.ts";
import { restrictionRoutes } from "./restrictions/routes.ts";
import { shreddingRoutes } from "./shreddings/routes.ts";
import { scopeRoutes } from "./scope/routes.ts";
import { sourceRoutes } from "./sources/routes.ts";
import { workRoutes } from "./my-work/routes.ts";
import { unrouted } from "./unrouted.ts";

/** The control API; its type is the contract that the console's client is made from. */
export type ControlApi = ReturnType<typeof controlRoutes>;

/** Everything that is neither `/fhir` nor the console: health, the control API and its contract. */
export function createApi(deps: ApiDeps): OpenAPIHono {
  const app: OpenAPIHono = newRoutes();
  limitBodies(app, deps.pipeline);
  app.route("/api/v1", controlRoutes(deps));
  app.route("/oauth", oauthRoutes(deps));
  app.get("/fhir/.well-known/smart-configuration", (c) => answerSmartConfiguration(deps, c));
  app.get("/api/openapi.json", (c) => c.json(describeApi(app)));
  app.get("/api/schemas", (c) =>
    c.json({ reasons: REASONS, errors: FAULT_STATUS, policy: deps.policySchemas() }),
  );
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    const readiness = await deps.ready();
    return c.json(readiness, readiness.ready ? 200 : 503);
  });
  app.notFound(unrouted(app));
  app.onError((error, c) => {
    if (!(error instanceof HTTPException)) return faultProblem(c, error);
    const unread = UNREADABLE.get(error.status);
    return unread === undefined ? faultProblem(c, error) : inputProblem(c, [unread]);
  });
  return app;
}

/** What the router refuses before a route is asked, by the status it would give. */
const UNREADABLE: ReadonlyMap<number, string> = new Map([
  [400, "body: is not JSON that can be read"],
  [415, "content-type: must be the one that the contract names, mostly application/json"],
]);

function controlRoutes(deps: ApiDeps) {
  return newRoutes()
    .route("/session", sessionRoutes(deps))
    .route("/sessions", ownSessionRoutes(deps))
    .route("/clients", clientRoutes(deps))
    .route("/people", peopleRoutes(deps))
    .route("/relations", relationRoutes(deps))
    .route("/record", recordRoutes(deps))
    .route("/record", integrityRoutes(deps))
    .route("/record", recordProofRoutes(deps))
    .route("/record", recordSummaryRoutes(deps))
    .route("/keys", keyRoutes(deps))
    .route("/retention", retentionRoutes(deps))
    .route("/sources", sourceRoutes(deps))
    .route("/intake", intakeRoutes(deps))
    .route("/devices", deviceRoutes(deps))
    .route("/inventory", inventoryRoutes(deps))
    .route("/data-map", dataMapRoutes(deps))
    .route("/protection", protectionRoutes(deps))
    .route("/health", healthRoutes(deps))
    .route("/locate", locateRoutes(deps))
    .route("/restrictions", restrictionRoutes(deps))
    .route("/consents", consentRoutes(deps))
    .route("/backups", backupRoutes(deps))
    .route("/shreddings", shreddingRoutes(deps))
    .route("/evidence", evidenceRoutes(deps))
    .route("/decisions", decisionRoutes(deps))
    .route("/scope", scopeRoutes(deps))
    .route("/comparison", comparisonRoutes(deps))
    .route("/explorer", explorerRoutes(deps))
    .route("/work", workRoutes(deps))
    .route("/jobs", jobRoutes(deps))
    .route("/policy/drafts", policyDraftRoutes(deps))
    .route("/policy", policyRoutes(deps));
}
