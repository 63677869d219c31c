import type { CompiledPolicy } from "../types.ts";
import { lintDuties, type RoleHolder } from "./duties.ts";
import { type Finding, inOrder } from "./finding.ts";
import { lintCoverage } from "./lint-coverage.ts";
import { lintGrants } from "./lint-grants.ts";

/** What lies outside of the policy and may be known. */
export interface LintContext {
  /** The workforce and the roles each holds, beside the people that the policy itself names. */
  readonly roster?: readonly RoleHolder[];
  /** The systems that are connected, as requests name them. */
  readonly systems?: ReadonlySet<string>;
}

/**
 * Everything that is odd about a policy that compiles: grants that give nothing, what nobody reaches, duties that
 * are not apart. Exact, from the policy alone; errors first, then by file and line.
 */
export function lintPolicy(policy: CompiledPolicy, context: LintContext = {}): readonly Finding[] {
  return inOrder([
    ...lintGrants(policy, context.systems ?? null),
    ...lintCoverage(policy),
    ...lintDuties(policy, holdersOf(policy, context.roster ?? [])),
  ]);
}

/** A person who stands in both has the roles of both. */
function holdersOf({ people }: CompiledPolicy, roster: readonly RoleHolder[]): readonly RoleHolder[] {
  const roles = new Map<string, Set<string>>();
  for (const holder of [...people, ...roster])
    roles.set(holder.id, new Set([...(roles.get(holder.id) ?? []), ...holder.roles]));
  return [...roles].map(([id, held]) => ({ id, roles: [...held] }));
}
