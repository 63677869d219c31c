import { newRoutes } from "../app-routes.ts";
import type { ApiDeps } from "../ports.ts";
import { analysisRoutes } from "./analysis-routes.ts";
import { rulesRoutes } from "./rules-routes.ts";

/** `/api/v1/policy`: the policy in force, questioned. */
export function policyRoutes(deps: ApiDeps) {
  return newRoutes().route("/", rulesRoutes(deps)).route("/", analysisRoutes(deps));
}
