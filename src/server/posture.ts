import type { PolicyDesk } from "../api/policy/ports.ts";
import type { Clock } from "../kernel/clock.ts";

export interface PostureParts {
  readonly system: string;
  readonly clock: Clock;
}

/** What the policy's own API asks: the policy, whom it lets reach whom, and what a change would do. */
export function openPolicyDesk({ system, clock }: PostureParts): PolicyDesk {
  return { loadedAt: clock.now(), system };
}
