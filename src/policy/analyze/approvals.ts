import type { TransformVector } from "../../catalogue/transforms.ts";
import type { SegmentMask } from "../../catalogue/types.ts";
import type { Basis } from "../../catalogue/vocabulary.ts";
import type { CompiledPolicy, CompiledPurpose, CompiledRole } from "../types.ts";
import { lowered, raise } from "./lattice.ts";
import { perPolicy } from "./per-policy.ts";

/** What a role may ask for under one purpose, and who may say yes. */
export interface Ask {
  readonly role: CompiledRole;
  readonly purpose: CompiledPurpose;
  /** The ids of both. */
  readonly by: { readonly role: string; readonly purpose: string };
  /** Under the purpose's ceiling, which binds what is lent too. */
  readonly elements: TransformVector;
  readonly segments: SegmentMask;
  /** Ids of the roles that approve requests under the purpose, in the order of the policy. Empty: nobody. */
  readonly approvers: readonly string[];
}

/** Every purpose that a role may ask under, in the order of the policy; those the policy lacks are left out. */
export const asksOf: (policy: CompiledPolicy) => readonly Ask[] = perPolicy((policy) => {
  const roles = [...policy.roles.values()];
  return roles.flatMap((role) =>
    role.eligible.jit.flatMap((id) => {
      const purpose = policy.purposes.get(id);
      if (purpose === undefined) return [];
      const { mayAsk, never, neverSegments } = purpose;
      return [
        {
          role,
          purpose,
          by: { role: role.id, purpose: purpose.id },
          elements: lowered(mayAsk.elements, never),
          segments: mayAsk.segments & ~neverSegments,
          approvers: roles.filter(({ eligible }) => eligible.approve.includes(id)).map((other) => other.id),
        },
      ];
    }),
  );
});

/** Emergencies are care: the glass is broken by who holds a purpose of care. */
const CARE: ReadonlySet<Basis> = new Set(["treatment", "emergency"]);

/** What breaking the glass can show, and to whom; 45 CFR 164.312(a)(2)(ii). */
export interface BreakGlass {
  readonly roles: readonly CompiledRole[];
  /** The most that the purposes of emergency that are granted and never declared give. */
  readonly elements: TransformVector;
}

export const breakGlassOf: (policy: CompiledPolicy) => BreakGlass = perPolicy((policy) => {
  const elements = new Uint8Array(policy.catalogue.elements.length);
  for (const purpose of policy.purposes.values())
    if (!purpose.declarable && purpose.basis === "emergency" && purpose.acts.has("use"))
      raise(elements, purpose.never);
  return { roles: [...policy.roles.values()].filter((role) => mayBreakGlass(policy, role)), elements };
});

function mayBreakGlass(policy: CompiledPolicy, { breakGlass, grants }: CompiledRole): boolean {
  return (
    breakGlass &&
    grants.some((grant) => {
      const purpose = policy.purposes.get(grant.purpose);
      const permits = policy.relations.get(grant.relation)?.permits === true;
      return permits && purpose?.declarable === true && purpose.acts.has("use") && CARE.has(purpose.basis);
    })
  );
}
