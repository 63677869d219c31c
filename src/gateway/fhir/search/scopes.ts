import { grantedSomewhere, keptEverywhere, reachOf } from "../../../decision/reach.ts";
import type { Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import type { CandidateScope } from "./candidates.ts";
import { createDateReader } from "./dates.ts";
import type { PlanScope } from "./permitted-parameter.ts";
import type { MatchContext } from "./value-test.ts";

/** What policy, caller and relation facts say about a question, for each type it touches. */
export interface Scopes {
  readonly plan: PlanScope;
  readonly match: MatchContext;
  candidatesOf(type: string): CandidateScope;
}

/** One serves one question. */
export function createScopes(parts: GatewayParts, permitted: Permitted): Scopes {
  const { decision, policy, facts, now } = permitted;
  const { catalogue, org } = policy;
  const match: MatchContext = { now, dates: createDateReader(org.timeZone), baseUrl: parts.baseUrl };
  const reach = reachOf(decision, facts);
  const common = { catalogue, reach, match, limits: parts.limits, pushes: parts.steps.pushes };
  return {
    match,
    plan: { catalogue, match, grantedOf: remembering((type) => grantedSomewhere(decision, type)) },
    candidatesOf: remembering((type) => ({ ...common, kept: keptEverywhere(decision, type) })),
  };
}

function remembering<T>(of: (type: string) => T): (type: string) => T {
  const known = new Map<string, T>();
  return (type) => {
    const value = known.get(type) ?? of(type);
    known.set(type, value);
    return value;
  };
}
