import type { CompiledPolicy } from "../types.ts";

/** The same function, worked out once for each policy, which is immutable, and kept for as long as the policy is. */
export function perPolicy<T extends object>(
  build: (policy: CompiledPolicy) => T,
): (policy: CompiledPolicy) => T {
  const built = new WeakMap<CompiledPolicy, T>();
  return (policy) => {
    const known = built.get(policy);
    if (known !== undefined) return known;
    const fresh = build(policy);
    built.set(policy, fresh);
    return fresh;
  };
}
