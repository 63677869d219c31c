import { KEEP } from "../catalogue/transforms.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import type {
  CompiledGrant,
  CompiledPolicy,
  CompiledPurpose,
  CompiledRole,
  DatedGrant,
} from "../policy/types.ts";
import type { RecordPredicate, Slice } from "./types.ts";
import { uniform } from "./vectors.ts";

/** A standing grant, or one of a dated exception, with what never changes about it under one policy. */
export interface StandingGrant {
  readonly role: CompiledRole;
  readonly purpose: CompiledPurpose;
  readonly grant: CompiledGrant;
  /** When it holds; null: as long as the policy. */
  readonly period: DatedGrant["period"] | null;
  readonly slice: Slice;
}

/** What decisions under one policy share. */
export interface PolicyIndex {
  standing(role: string, purpose: string): readonly StandingGrant[];
  /** Every element untransformed. */
  readonly everything: TransformVector;
  readonly nothing: TransformVector;
}

const NONE: readonly StandingGrant[] = [];
const indexes = new WeakMap<CompiledPolicy, PolicyIndex>();

/** The index of this policy; built once, since a policy is immutable. */
export function indexOf(policy: CompiledPolicy): PolicyIndex {
  const known = indexes.get(policy);
  if (known !== undefined) return known;
  const built = buildIndex(policy);
  indexes.set(policy, built);
  return built;
}

function buildIndex(policy: CompiledPolicy): PolicyIndex {
  const byRole = new Map<string, Map<string, StandingGrant[]>>();
  for (const role of policy.roles.values()) {
    const byPurpose = new Map<string, StandingGrant[]>();
    const dated = (policy.exceptions ?? []).filter((grant) => grant.role === role.id);
    for (const grant of [...role.grants, ...dated]) {
      const standing = standingGrant(policy, role, grant);
      if (standing === undefined) continue;
      byPurpose.set(grant.purpose, [...(byPurpose.get(grant.purpose) ?? []), standing]);
    }
    byRole.set(role.id, byPurpose);
  }
  const size = policy.catalogue.elements.length;
  return {
    standing: (role, purpose) => byRole.get(role)?.get(purpose) ?? NONE,
    everything: uniform(size, KEEP),
    nothing: new Uint8Array(size),
  };
}

/** Undefined for a grant that can give nothing: its purpose is not there, or its relation may not permit. */
function standingGrant(
  policy: CompiledPolicy,
  role: CompiledRole,
  grant: CompiledGrant | DatedGrant,
): StandingGrant | undefined {
  const period = "period" in grant ? grant.period : null;
  const purpose = policy.purposes.get(grant.purpose);
  const records = recordsOf(policy, grant.relation);
  if (purpose === undefined || records === undefined) return undefined;
  const slice: Slice = {
    rule: grant.rule,
    purpose: purpose.id,
    basis: purpose.basis,
    exemption: null,
    grantId: null,
    records,
    elements: grant.elements,
    segments: grant.segments,
    can: grant.can,
    expires: period?.until ?? null,
  };
  return { role, purpose, grant, period, slice };
}

/** A dated exception holds in [from, until). */
export function holdsAt({ period }: StandingGrant, now: number): boolean {
  return period === null || (period.from <= now && now < period.until);
}

function recordsOf(policy: CompiledPolicy, relation: string): RecordPredicate | undefined {
  const definition = policy.relations.get(relation);
  if (definition === undefined || !definition.permits) return undefined;
  if (definition.kind === "fact") return { kind: "related", relation, caseId: null };
  return { kind: definition.kind };
}
