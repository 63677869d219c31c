import { newRoutes } from "../app-routes.ts";
import { draftChangeRoutes } from "./change-routes.ts";
import type { PolicyDraftsDeps } from "./ports.ts";
import { draftReadRoutes } from "./read-routes.ts";
import { createTurns } from "./turns.ts";

/** Drafts of the policy: started, edited cell by cell, compared, tested and discarded; never put in force from here. */
export function policyDraftRoutes(deps: PolicyDraftsDeps) {
  const turns = createTurns();
  return newRoutes().route("/", draftReadRoutes(deps, turns)).route("/", draftChangeRoutes(deps, turns));
}
