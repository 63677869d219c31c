import type { z } from "@hono/zod-openapi";
import type { CompiledPolicy } from "../../policy/types.ts";
import type { DemandSchema, LimitSchema } from "./schema.ts";

const DAY_MS = 86_400_000;

/** What the policy asks of devices, in ids; null: nothing. */
export function demandOf({ devices, catalogue }: CompiledPolicy): z.infer<typeof DemandSchema> | null {
  if (devices === undefined) return null;
  const { seenWithinMs, otherwise } = devices;
  const leaves = catalogue.elements.filter((_, index) => (otherwise[index] ?? 0) > 0).map(({ id }) => id);
  return { seenWithinDays: seenWithinMs / DAY_MS, leaves };
}

/** Until when a device has to have been seen: with no demand, that it was seen at all. */
export function seenWithin({ devices }: CompiledPolicy): number {
  return devices?.seenWithinMs ?? Number.POSITIVE_INFINITY;
}

/**
 * The owner's grants that their device takes something of, with how many of their elements it takes or weakens. None where the
 * policy asks nothing of devices.
 */
export function limitsOf(
  roles: readonly string[],
  { devices, roles: known }: CompiledPolicy,
): readonly z.infer<typeof LimitSchema>[] {
  if (devices === undefined) return [];
  return roles.flatMap((id) => {
    const role = known.get(id);
    if (role === undefined || role.kind === "patient" || role.kind === "program") return [];
    return role.grants.flatMap(({ rule, purpose, elements }) => {
      const given = elements.reduce((count, transform) => count + (transform > 0 ? 1 : 0), 0);
      const left = elements.reduce(
        (count, transform, index) =>
          count + (transform > 0 && (devices.otherwise[index] ?? 0) >= transform ? 1 : 0),
        0,
      );
      return left === given ? [] : [{ rule, role: role.title, purpose, elements: given, left }];
    });
  });
}
