import { givesControlElement } from "../../decision/control-element.ts";
import { decide } from "../../decision/decide.ts";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import { kindOf } from "../../governance/evidence/kinds.ts";
import type { Artifact, Need, SourceQuery } from "../../governance/evidence/types.ts";
import type { Permitted } from "../../pipeline.ts";

/** The control element that evidence takes besides what its questions take. */
export const EVIDENCE = "evidence.artifacts";

/**
 * Why this query may not be asked; null: it may. INVARIANT: an artifact holds only what whoever prepares it could ask the
 * API for: the same elements, under the same capability.
 */
export function lackingFor(permitted: Permitted, query: SourceQuery): Reason | null {
  const { need } = kindOf(query.kind);
  const elements = namesPatients(query) ? [...need.elements, "record.patients"] : need.elements;
  return missing(permitted, [need.capability], elements);
}

/** Why this artifact may not be read: what it lets out is to be given as if it were asked for anew. */
export function lackingToRead(permitted: Permitted, { elements }: Pick<Artifact, "elements">): Reason | null {
  return missing(permitted, ["read", "search"], elements);
}

/** A query by patient tells who they are, whatever its answer names. */
export function namesPatients({ patients, filters }: SourceQuery): boolean {
  return patients === true || filters?.patient !== undefined;
}

/** True where the caller may know whom a query names. */
export function mayKnowPatients(permitted: Permitted): boolean {
  return missing(permitted, ["read", "search"], ["record.patients"]) === null;
}

function missing(
  { decision, policy, facts }: Permitted,
  capabilities: readonly Need["capability"][],
  elements: readonly string[],
): Reason | null {
  const decisions = capabilities.map((capability) =>
    decide({ ...decision.request, capability }, policy, facts),
  );
  const lacking = elements.find((element) => !decisions.some((one) => givesControlElement(one, element)));
  if (lacking === undefined) return null;
  return because(
    "no_grant",
    null,
    `this needs \`${lacking}\` with the capability \`${capabilities[0] ?? ""}\``,
  );
}
