import { newRoutes } from "../app-routes.ts";
import { draftChangeRoutes } from "./change-routes.ts";
import type { PolicyDraftsDeps } from "./ports.ts";
import { draftReadRoutes } from "./read-routes.ts";

/** Drafts of the policy: started, edited cell by cell, compared, tested and discarded; never put in force from here. */
export function policyDraftRoutes(deps: PolicyDraftsDeps) {
  return newRoutes().route("/", draftReadRoutes(deps)).route("/", draftChangeRoutes(deps));
}
