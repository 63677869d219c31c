import { isLogicalId } from "../admit.ts";
import type { GatewayParts } from "../deps.ts";
import { because } from "../reasons.ts";
import type { InteractionOf } from "../route.ts";
import { answerSearch } from "../search/answer.ts";
import { pagedTask } from "../search/paged.ts";
import { refusing } from "../task.ts";
import type { Incoming, Task } from "../task.ts";
import { compartmentLink, isCompartment } from "./compartment-link.ts";

/**
 * The rule of `Patient/p1/Observation?…` (FHIR R4 search, 3.1.1.2): a search of the type, of the records that belong
 * to the compartment. Of a patient who is hidden or absent there are none.
 */
export function compartmentTask(
  parts: GatewayParts,
  incoming: Incoming<InteractionOf<"fhir.compartment-search">>,
): Task {
  const { question, interaction } = incoming;
  const { type, of } = interaction;
  if (!isCompartment(of))
    return refusing(
      question,
      interaction,
      because("interaction_not_supported", "compartments are of a Patient or an Encounter"),
    );
  if (!isLogicalId(of.id)) return refusing(question, interaction, because("bad_request", "the id is none"));
  return pagedTask(parts, incoming, `${of.type}/${of.id}/${type}`, async (ask, permitted) => {
    const link = compartmentLink(permitted.policy.catalogue, of, type);
    if (link === null) return because("bad_request", `\`${type}\` is not in this compartment`);
    return answerSearch(
      parts,
      { ...ask, types: [{ type, within: [link] }], parameters: ask.pairs },
      permitted,
    );
  });
}
