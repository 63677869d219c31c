import type { CompiledPolicy, RuleId, SourcePosition } from "../types.ts";
import { type Finding, found, inOrder } from "./finding.ts";
import { heldBy } from "./offers.ts";

/**
 * Rules that are not among the used ones: grants, dated exceptions, outbound rules and exemptions (POL-729). Which
 * were used the record says; over too short a time everything looks unused. In the order of the files.
 */
export function neverUsed(policy: CompiledPolicy, usedRules: ReadonlySet<RuleId>): readonly Finding[] {
  const grants = [...policy.roles.keys()]
    .flatMap((role) => heldBy(policy, role))
    .map(({ rule, at, role, purpose }) => ({ rule, at, roles: [role], purposes: [purpose] }));
  return inOrder(
    [...grants, ...outboundRules(policy), ...exemptions(policy)]
      .filter(({ rule }) => !usedRules.has(rule))
      .map(({ rule, ...about }) =>
        found("POL-729", `no recorded decision used \`${rule}\``, { ...about, rules: [rule] }),
      ),
  );
}

interface Placed {
  readonly rule: RuleId;
  readonly at: SourcePosition;
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
}

function outboundRules(policy: CompiledPolicy): readonly Placed[] {
  return [...policy.purposes.values()].flatMap(({ id, disclose, request, at }) =>
    [disclose, request]
      .filter((rule) => rule !== undefined)
      .map(({ rule }) => ({ rule, at, roles: [], purposes: [id] })),
  );
}

function exemptions(policy: CompiledPolicy): readonly Placed[] {
  return [...policy.exemptions.values()].map(({ rule, at }) => ({ rule, at, roles: [], purposes: [] }));
}
