import { newRoutes } from "../app-routes.ts";
import type { ApiDeps } from "../ports.ts";
import { analysisRoutes } from "./analysis-routes.ts";
import { postureRoutes } from "./posture-routes.ts";
import { rulesRoutes } from "./rules-routes.ts";
import { segmentRoutes } from "./segment-routes.ts";

/** `/api/v1/policy`: the policy in force, questioned; whom it lets reach whom, and what a change of it would do. */
export function policyRoutes(deps: ApiDeps) {
  return newRoutes()
    .route("/", rulesRoutes(deps))
    .route("/", segmentRoutes(deps))
    .route("/", analysisRoutes(deps))
    .route("/", postureRoutes(deps));
}
