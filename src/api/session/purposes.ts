import { resolvePurposes } from "../../decision/purpose.ts";
import type { Caller } from "../../identity/types.ts";
import type { Asked, Pipeline } from "../../pipeline.ts";
import type { CompiledPurpose } from "../../policy/types.ts";

/** Stands for the case that a case-bound purpose will be declared with. */
const SOME_CASE = "some-case";

/** The purposes that this caller may declare now, as the decision itself would resolve each of them. */
export async function purposesOf(
  pipeline: Pipeline,
  caller: Caller,
  asked: Asked,
): Promise<readonly CompiledPurpose[]> {
  const policy = pipeline.policy();
  if (policy === null) return [];
  const facts = await pipeline.facts(caller, policy);
  const request = { ...pipeline.requestOf(caller, asked, pipeline.now()), caseId: SOME_CASE };
  return [...policy.purposes.values()].filter(({ id }) => {
    const resolved = resolvePurposes({ ...request, purpose: id }, policy, facts);
    return resolved.ok && resolved.value.some((purpose) => purpose.id === id);
  });
}
