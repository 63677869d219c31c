import type { Reason } from "../../../decision/types.ts";
import { isLogicalId } from "../admit.ts";
import { isCompartment } from "../compartment/compartment-link.ts";
import type { GatewayParts } from "../deps.ts";
import type { QueryPair } from "../query.ts";
import { because, NOT_FOUND } from "../reasons.ts";
import type { Compartment, InteractionOf } from "../route.ts";
import { answerSearch } from "../search/answer.ts";
import { createNeighbors } from "../search/neighbors.ts";
import { pagedTask } from "../search/paged.ts";
import { isPermittedType, typeRefused } from "../search/permitted-parameter.ts";
import { isResultParameter } from "../search/result-parameters.ts";
import { createScopes } from "../search/scopes.ts";
import type { Scopes } from "../search/scopes.ts";
import { typesAsked, withoutTypes } from "../search/system.ts";
import type { Permitted } from "../../../pipeline.ts";
import { refusing } from "../task.ts";
import type { Incoming, Task } from "../task.ts";
import { chartOf } from "./chart.ts";

/**
 * The rule of `Patient/p1/$everything` and `Encounter/e1/$everything` (FHIR R4 operations): the record, the visible
 * records of its compartment, and what those refer to in the directory.
 */
export function everythingTask(
  parts: GatewayParts,
  incoming: Incoming<InteractionOf<"fhir.operation">>,
): Task {
  const { question, interaction, pairs } = incoming;
  const { type, id, operation } = interaction;
  const of = type === null || id === null ? null : { type, id };
  if (of === null || !isCompartment(of)) {
    const detail = `\`${operation}\` is asked of one Patient or Encounter`;
    return refusing(question, interaction, because("interaction_not_supported", detail));
  }
  if (question.method === "POST")
    return refusing(question, interaction, because("interaction_not_supported", "it is asked by GET"));
  const refused = pairs.map(refusalOf).find((reason) => reason !== null);
  if (refused !== undefined) return refusing(question, interaction, refused);
  return pagedTask(parts, incoming, `${of.type}/${of.id}/${operation}`, async (ask, permitted) => {
    const types = typesAsked(ask.pairs);
    if (!types.ok) return types.error;
    const scopes = createScopes(parts, permitted);
    const { plan } = scopes;
    const ungiven = [of.type, ...(types.value ?? [])].find((named) => !isPermittedType(plan, named));
    if (ungiven !== undefined) return typeRefused(plan, ungiven);
    if (!(await isVisible(parts, permitted, scopes, of))) return NOT_FOUND;
    return answerSearch(
      parts,
      { ...ask, ...chartOf(plan, of, types.value), parameters: withoutTypes(ask.pairs) },
      permitted,
    );
  });
}

/** A hidden record and an absent one are the same. */
async function isVisible(
  parts: GatewayParts,
  permitted: Permitted,
  { candidatesOf }: Scopes,
  { type, id }: Compartment,
): Promise<boolean> {
  const neighbors = createNeighbors({ ...parts, permitted }, candidatesOf);
  const found = isLogicalId(id) ? await neighbors.byIds(type, [id]) : [];
  if (found.length === 0 && type === "Patient" && isLogicalId(id)) parts.onMiss(id);
  return found.length > 0;
}

function refusalOf([name]: QueryPair): Reason | null {
  if (name === "_since")
    return because("parameter_not_permitted", "`_since` reads when a record changed, which is withheld");
  if (name === "_type" || name === "_page") return null;
  return isResultParameter(name) && name !== "_sort"
    ? null
    : because("parameter_unknown", "of `$everything`");
}
