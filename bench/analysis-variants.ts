import type { CompiledGrant, CompiledPolicy, CompiledRole } from "../src/policy/types.ts";

/** The large policy in forms that are hard for one question or another, made of the compiled one: compiling is slow. */

/** The same policy as another object, so that nothing is known of it yet. */
export function again(policy: CompiledPolicy): CompiledPolicy {
  return { ...policy };
}

/** Every second grant for a purpose stands on the same records as the first, and gives nothing more. */
export function shadowed(policy: CompiledPolicy): CompiledPolicy {
  const onClinic = (grant: CompiledGrant): CompiledGrant => ({ ...grant, relation: "clinic" });
  return withRoles(policy, (role) => ({ ...role, grants: role.grants.map(onClinic) }));
}

/** Half of the roles have nothing by standing grants and may ask for everything, which the other half approves. */
export function asking(policy: CompiledPolicy): CompiledPolicy {
  const all = [...policy.purposes.keys()];
  const purposes = [...policy.purposes].map(
    ([id, purpose]) => [id, { ...purpose, mayAsk: { elements: purpose.never, segments: 0 } }] as const,
  );
  const roles = withRoles(policy, (role, n) =>
    n % 2 === 0
      ? { ...role, grants: [], eligible: { jit: all, approve: [] } }
      : { ...role, eligible: { jit: [], approve: all } },
  );
  return { ...roles, purposes: new Map(purposes) };
}

function withRoles(
  policy: CompiledPolicy,
  change: (role: CompiledRole, n: number) => CompiledRole,
): CompiledPolicy {
  const roles = [...policy.roles].map(([id, role], n) => [id, change(role, n)] as const);
  return { ...policy, roles: new Map(roles) };
}
