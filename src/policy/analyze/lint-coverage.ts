import { DROP } from "../../catalogue/transforms.ts";
import type { CompiledPolicy } from "../types.ts";
import { asksOf, breakGlassOf } from "./approvals.ts";
import { type Finding, found, listed } from "./finding.ts";
import { heldBy, isExemptionUsable, type Offer, offersOf } from "./offers.ts";

/** What the policy declares and nothing leads to: POL-724 to POL-728, POL-745. */
export function lintCoverage(policy: CompiledPolicy): readonly Finding[] {
  const offers = [...policy.roles.keys()].flatMap((role) =>
    heldBy(policy, role).flatMap((grant) =>
      offersOf(policy, grant).map((offer) => ({ offer, purpose: grant.purpose })),
    ),
  );
  const own = offers.map(({ offer }) => offer).filter(({ kind }) => !kind.startsWith("exempt/"));
  return [
    ...unseenElements(policy, own),
    ...unheldPurposes(policy, new Set(offers.map(({ purpose }) => purpose))),
    ...unusedRelations(policy),
    ...unreachedSegments(policy, own),
    ...unusedExemptions(policy),
    ...unheldAsks(policy),
  ];
}

/** By group, since elements are declared in groups. */
function unseenElements(policy: CompiledPolicy, own: readonly Offer[]): readonly Finding[] {
  const glass = breakGlassOf(policy);
  const ways = [...own, ...asksOf(policy), ...(glass.roles.length > 0 ? [glass] : [])];
  let unseen = policy.catalogue.elements;
  for (const { elements } of ways) unseen = unseen.filter(({ index }) => (elements[index] ?? DROP) === DROP);
  return [...new Set(unseen.map(({ group }) => group))].map((group) => {
    const elements = unseen.filter((element) => element.group === group).map(({ id }) => id);
    const sentence = `nobody can see ${listed(elements)}: no grant, approval or broken glass shows it`;
    return found("POL-724", sentence, { elements, hint: "an exemption may still reach it" });
  });
}

function unheldPurposes(policy: CompiledPolicy, granted: ReadonlySet<string>): readonly Finding[] {
  const asked = asksOf(policy).map(({ purpose }) => purpose.id);
  const glass = breakGlassOf(policy).roles.length > 0;
  const held = new Set([...granted, ...asked]);
  for (const purpose of policy.purposes.values())
    if (glass && !purpose.declarable && purpose.basis === "emergency") held.add(purpose.id);
  // What is added on the way is an ancestor of something held, so going on over it ends.
  for (const id of held) for (const above of ancestorsOf(policy, id)) held.add(above);
  return [...policy.purposes.values()]
    .filter(({ id }) => !held.has(id))
    .map(({ id, at }) =>
      found("POL-725", `no role has purpose \`${id}\`, nor may any ask under it`, { purposes: [id], at }),
    );
}

function ancestorsOf(policy: CompiledPolicy, id: string): readonly string[] {
  const parent = policy.purposes.get(id)?.parent;
  return parent === undefined ? [] : [parent, ...ancestorsOf(policy, parent)];
}

/** A relation that is for monitoring is used elsewhere. */
function unusedRelations(policy: CompiledPolicy): readonly Finding[] {
  const used = new Set(
    [...policy.roles.keys()].flatMap((role) => heldBy(policy, role)).map((grant) => grant.relation),
  );
  return [...policy.relations.values()]
    .filter(({ id, permits }) => permits && !used.has(id))
    .map(({ id }) => found("POL-726", `no grant stands on relation \`${id}\``, { relations: [id] }));
}

function unreachedSegments(policy: CompiledPolicy, own: readonly Offer[]): readonly Finding[] {
  const asked = asksOf(policy).reduce((mask, { segments }) => mask | segments, 0);
  return policy.segments
    .filter(({ bit }) => (asked & (1 << bit)) === 0 && !own.some(({ segments }) => segments.has(bit)))
    .map(({ id }) => {
      const sentence = `nobody reaches segment \`${id}\` by a grant or an approval: its records are hidden from all`;
      return found("POL-727", sentence, {
        segments: [id],
        hint: "broken glass or an exemption may still reach it",
      });
    });
}

function unusedExemptions(policy: CompiledPolicy): readonly Finding[] {
  return [...policy.exemptions.values()]
    .filter((exemption) => !isExemptionUsable(policy, exemption))
    .map(({ code, rule, at }) => {
      const sentence = `nobody can claim exemption \`${code}\`: no grant has its act under one of its bases`;
      return found("POL-728", sentence, { rules: [rule], at });
    });
}

function unheldAsks(policy: CompiledPolicy): readonly Finding[] {
  const asked = new Set(asksOf(policy).map(({ purpose }) => purpose.id));
  return [...policy.purposes.values()]
    .filter(
      ({ id, mayAsk }) =>
        !asked.has(id) && (mayAsk.segments !== 0 || mayAsk.elements.some((code) => code !== 0)),
    )
    .map(({ id, at }) => {
      const sentence = `purpose \`${id}\` says what may be asked for, and no role may ask`;
      return found("POL-745", sentence, {
        purposes: [id],
        at,
        hint: "name it under `eligible.jit` of a role",
      });
    });
}
