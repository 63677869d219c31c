import type { z } from "@hono/zod-openapi";
import type { CompiledPolicy, SourcePosition } from "../../policy/types.ts";
import { oneLine } from "../one-line.ts";
import type { RuleSchema } from "./schema.ts";

type Rule = z.infer<typeof RuleSchema>;

/** What the policy says of its own rules: title, reason and place. Rules that are gone by now are left out. */
export function rulesOf(policy: CompiledPolicy, ids: readonly string[]): Rule[] {
  return [...new Set(ids)].flatMap((id) => ruleOf(policy, id) ?? []);
}

function ruleOf(policy: CompiledPolicy, id: string): Rule | undefined {
  const [kind = "", rest = ""] = id.split(/:(.*)/s);
  if (kind === "role") return roleRule(policy, id, rest.split("/")[0] ?? "");
  if (kind === "purpose") return purposeRule(policy, id, rest.split("/")[0] ?? "");
  if (kind === "exempt") return exemptionRule(policy, id);
  return undefined;
}

function roleRule(policy: CompiledPolicy, id: string, roleId: string): Rule | undefined {
  const role = policy.roles.get(roleId);
  const grant = role?.grants.find(({ rule }) => rule === id);
  if (role === undefined || grant === undefined) return undefined;
  const purpose = policy.purposes.get(grant.purpose)?.title ?? grant.purpose;
  const relation = policy.relations.get(grant.relation)?.title ?? grant.relation;
  return {
    id,
    title: `${role.title}, for "${purpose}", related by "${relation}"`,
    why: oneLine(role.why),
    at: placeOf(grant.at),
  };
}

function purposeRule(policy: CompiledPolicy, id: string, purposeId: string): Rule | undefined {
  const purpose = policy.purposes.get(purposeId);
  if (purpose === undefined) return undefined;
  return { id, title: purpose.title, why: purpose.cfr.join(", "), at: placeOf(purpose.at) };
}

function exemptionRule(policy: CompiledPolicy, id: string): Rule | undefined {
  const exemption = [...policy.exemptions.values()].find(({ rule }) => rule === id);
  if (exemption === undefined) return undefined;
  return { id, title: `Exemption: ${exemption.code}`, why: exemption.cfr, at: placeOf(exemption.at) };
}

function placeOf({ file, line }: SourcePosition): string {
  return `${file}:${line}`;
}
