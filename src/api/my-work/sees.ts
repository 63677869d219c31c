import type { z } from "@hono/zod-openapi";
import { DROP } from "../../catalogue/transforms.ts";
import type { CompiledGrant, CompiledPolicy, CompiledPurpose } from "../../policy/types.ts";
import type { WorkSchema } from "./schema.ts";

type Sees = z.infer<typeof WorkSchema>["sees"][number];

/** Groups named in a sentence; the rest are counted. */
const NAMED = 4;

/** For each purpose that the roles have by a standing grant, what it shows, in one sentence; from policy alone. */
export function seesOf(policy: CompiledPolicy, roles: readonly string[]): Sees[] {
  const grants = roles.flatMap((id) => policy.roles.get(id)?.grants ?? []);
  return [...policy.purposes.values()].flatMap((purpose) => {
    const own = grants.filter((grant) => grant.purpose === purpose.id);
    return own.length === 0 ? [] : [seesFor(policy, purpose, own)];
  });
}

function seesFor(
  policy: CompiledPolicy,
  { id, title, caseBound }: CompiledPurpose,
  grants: readonly CompiledGrant[],
): Sees {
  const elements = policy.catalogue.elements.filter(({ index }) =>
    grants.some((grant) => grant.elements[index] !== DROP),
  );
  const groups = [...new Set(elements.map(({ group }) => group))];
  const others = groups.length - NAMED;
  const more = others > 0 ? ` and ${others} more group${others === 1 ? "" : "s"}` : "";
  const relations = [...new Set(grants.map(({ relation }) => relation))]
    .map((relation) => policy.relations.get(relation))
    .flatMap((relation) => (relation === undefined || relation.kind === "directory" ? [] : [relation.title]));
  const whose =
    relations.length === 0 ? "none of them about a patient" : `of patients: ${relations.join("; ")}`;
  const bound = caseBound ? ", one case at a time" : "";
  const counted = `${elements.length} data element${elements.length === 1 ? "" : "s"}`;
  return {
    purpose: id,
    title,
    sentence: `${counted} of ${groups.slice(0, NAMED).join(", ")}${more}, ${whose}${bound}.`,
  };
}
