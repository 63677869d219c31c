import type { Reason } from "../../../decision/types.ts";
import { isLogicalId } from "../admit.ts";
import { isCompartment } from "../compartment/compartment-link.ts";
import { ok } from "../../../kernel/result.ts";
import type { Answer, Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { parametersIn } from "../operation-parameters.ts";
import type { QueryPair } from "../query.ts";
import type { FhirAnswer } from "../question.ts";
import { because, NOT_FOUND } from "../reasons.ts";
import type { Compartment, InteractionOf } from "../route.ts";
import { answerSearch } from "../search/answer.ts";
import { createNeighbors } from "../search/neighbors.ts";
import { pagedTask } from "../search/paged.ts";
import type { PagedAsk } from "../search/paged.ts";
import { isPermittedType, typeRefused } from "../search/permitted-parameter.ts";
import { isResultParameter } from "../search/result-parameters.ts";
import { createScopes } from "../search/scopes.ts";
import type { Scopes } from "../search/scopes.ts";
import { typesAsked, withoutTypes } from "../search/system.ts";
import { refusing } from "../task.ts";
import type { Incoming, Task } from "../task.ts";
import { notFound } from "../find.ts";
import { chartOf } from "./chart.ts";

/**
 * The rule of `Patient/p1/$everything` and `Encounter/e1/$everything` (FHIR R4 operations): the record, the visible
 * records of its compartment, and what those refer to in the directory.
 */
export async function everythingTask(
  parts: GatewayParts,
  incoming: Incoming<InteractionOf<"fhir.operation">>,
): Promise<Task> {
  const { question, interaction } = incoming;
  const { type, id, operation } = interaction;
  const of = type === null || id === null ? null : { type, id };
  if (of === null || !isCompartment(of)) {
    const detail = `\`${operation}\` is asked of one Patient or Encounter`;
    return refusing(question, interaction, because("interaction_not_supported", detail));
  }
  const posted = question.method === "POST" ? await parametersIn(question) : ok([]);
  if (!posted.ok) return refusing(question, interaction, posted.error);
  const pairs = [...incoming.pairs, ...posted.value];
  const refused = pairs.map(refusalOf).find((reason) => reason !== null);
  if (refused !== undefined) return refusing(question, interaction, refused);
  const path = `${of.type}/${of.id}/${operation}`;
  return pagedTask(parts, { ...incoming, pairs }, path, (ask, permitted) =>
    answerEverything(parts, of, ask, permitted),
  );
}

async function answerEverything(
  parts: GatewayParts,
  of: Compartment,
  ask: PagedAsk,
  permitted: Permitted,
): Promise<Answer<FhirAnswer> | Reason> {
  const types = typesAsked(ask.pairs);
  if (!types.ok) return types.error;
  const scopes = createScopes(parts, permitted);
  const { plan } = scopes;
  const ungiven = [of.type, ...(types.value ?? [])].find((named) => !isPermittedType(plan, named));
  if (ungiven !== undefined) return typeRefused(plan, ungiven);
  if (!(await isVisible(parts, permitted, scopes, of))) return NOT_FOUND;
  const chart = chartOf(plan, of, types.value);
  return answerSearch(parts, { ...ask, ...chart, parameters: withoutTypes(ask.pairs) }, permitted);
}

/** A hidden record and an absent one are the same. */
async function isVisible(
  parts: GatewayParts,
  permitted: Permitted,
  { candidatesOf }: Scopes,
  { type, id }: Compartment,
): Promise<boolean> {
  const since = performance.now();
  const neighbors = createNeighbors({ ...parts, permitted }, candidatesOf);
  const found = isLogicalId(id) ? await neighbors.byIds(type, [id]) : [];
  if (found.length === 0) await notFound(parts, type, id, since);
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
