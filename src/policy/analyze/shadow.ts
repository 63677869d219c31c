import { atMost, DROP, join, meet } from "../../catalogue/transforms.ts";
import type { TransformCode, TransformVector } from "../../catalogue/transforms.ts";
import type { CompiledPolicy, RuleId } from "../types.ts";
import { isWithin } from "./lattice.ts";
import { type HeldGrant, heldBy, type Offer, offersOf } from "./offers.ts";

/** A grant that changes nothing as long as others stand. */
export interface Shadow {
  readonly grant: HeldGrant;
  /** Rules of the same role, purpose and records that together give at least as much everywhere. */
  readonly by: readonly RuleId[];
}

interface Held {
  readonly grant: HeldGrant;
  readonly offers: readonly Offer[];
}

/**
 * Grants of the role without which nobody would be shown less: for each capability, system, day, element and set of
 * segments, others of the same purpose on the same records give at least as much. Each is judged with all others
 * standing, so of two equal grants both are named.
 */
export function shadowsIn(policy: CompiledPolicy, role: string): readonly Shadow[] {
  const held = heldBy(policy, role).map((grant): Held => ({ grant, offers: offersOf(policy, grant) }));
  const alike = byRecords(policy, held);
  return held.flatMap((one) => {
    if (one.offers.length === 0) return [];
    const beside = (alike.get(recordsKey(policy, one.grant)) ?? []).filter((other) => other !== one);
    const by = coverOf(one, beside);
    return by === null ? [] : [{ grant: one.grant, by: by.map(({ grant }) => grant.rule) }];
  });
}

function byRecords(policy: CompiledPolicy, held: readonly Held[]): ReadonlyMap<string, readonly Held[]> {
  const alike = new Map<string, Held[]>();
  for (const one of held) {
    const key = recordsKey(policy, one.grant);
    const others = alike.get(key);
    if (others === undefined) alike.set(key, [one]);
    else others.push(one);
  }
  return alike;
}

/**
 * Relations that need no fact reach the same records under any name. Purposes never stand in for each other: a
 * business associate agreement or a declaration can tell them apart.
 */
function recordsKey({ relations }: CompiledPolicy, { purpose, relation }: HeldGrant): string {
  const kind = relations.get(relation)?.kind;
  return `${purpose} ${kind === undefined || kind === "fact" ? `fact ${relation}` : kind}`;
}

/** One grant that covers alone where there is one, else all that help; null: something would be lost. */
function coverOf(one: Held, beside: readonly Held[]): readonly Held[] | null {
  const alone = beside.find((other) => isCovered(one, [other]));
  if (alone !== undefined) return [alone];
  return isCovered(one, beside) ? beside.filter((other) => helps(one, other)) : null;
}

function helps(one: Held, other: Held): boolean {
  return one.offers.some(({ kind, elements }) =>
    other.offers.some(
      (offer) =>
        offer.kind === kind && offer.elements.some((code, i) => code !== DROP && elements[i] !== DROP),
    ),
  );
}

function isCovered(one: Held, others: readonly Held[]): boolean {
  return momentsOf(one.grant, others).every((moment) => {
    const now = others.filter(({ grant }) => holdsAt(grant, moment));
    return systemsOf(one.grant).every((system) => {
      const here = now.filter(({ grant }) => isIn(grant, system));
      return one.offers.every((offer) => isOfferCovered(offer, offersLike(offer, here)));
    });
  });
}

/** Instants between which nothing changes while the grant holds; null stands for any day outside of all periods. */
function momentsOf(grant: HeldGrant, others: readonly Held[]): readonly (number | null)[] {
  if (!("period" in grant)) return [null];
  const { from, until } = grant.period;
  const edges = others.flatMap((other) =>
    "period" in other.grant ? [other.grant.period.from, other.grant.period.until] : [],
  );
  return [from, ...edges.filter((edge) => from < edge && edge < until)];
}

function holdsAt(grant: HeldGrant, moment: number | null): boolean {
  if (!("period" in grant)) return true;
  return moment !== null && grant.period.from <= moment && moment < grant.period.until;
}

/** The systems in which the grant must be covered; null stands for one that no grant names. */
function systemsOf({ systems }: HeldGrant): readonly (string | null)[] {
  return systems.length === 0 ? [null] : systems;
}

function isIn({ systems }: HeldGrant, system: string | null): boolean {
  return systems.length === 0 || (system !== null && systems.includes(system));
}

function offersLike(offer: Offer, held: readonly Held[]): readonly Offer[] {
  return held.flatMap(({ offers }) => offers.filter(({ kind }) => kind === offer.kind));
}

/** Elements that every offer shows alike, with and without labels, are covered alike: one of them is judged. */
function isOfferCovered(offer: Offer, others: readonly Offer[]): boolean {
  if (others.some((other) => isOfferWithin(offer, other))) return true;
  const vectors = [offer, ...others].flatMap(({ elements, segments }) => [elements, ...segments.values()]);
  const covered = new Set<string>();
  return offer.elements.every((code, index) => {
    if (code === DROP) return true;
    const forms = vectors.map((vector) => vector[index] ?? DROP).join();
    const holds = covered.has(forms) || isElementCovered(offer, others, index);
    covered.add(forms);
    return holds;
  });
}

/** The other shows at least as much without labels and under each label, hence on every record. */
function isOfferWithin(offer: Offer, other: Offer): boolean {
  return (
    isWithin(offer.elements, other.elements) &&
    [...offer.segments].every(([bit, vector]) => {
      const named = other.segments.get(bit);
      return named !== undefined && isWithin(vector, named);
    })
  );
}

/**
 * On a record with several labels the meet of what each leaves stands. For each form that the offer can show, the
 * hardest record carries every label under which it shows that much: whoever covers there covers on all others.
 */
function isElementCovered(offer: Offer, others: readonly Offer[], index: number): boolean {
  const under = [...offer.segments].map(([bit, vector]) => ({ bit, code: vector[index] ?? DROP }));
  const forms = new Set([offer.elements[index] ?? DROP, ...under.map(({ code }) => code)]);
  return [...forms].every((form) => {
    if (form === DROP) return true;
    const labels = under.filter(({ code }) => atMost(form, code)).map(({ bit }) => bit);
    const rest = others.map((other) => onRecord(other, labels, index));
    return atMost(onRecord(offer, labels, index), togetherOf(rest));
  });
}

function onRecord({ elements, segments }: Offer, labels: readonly number[], index: number): TransformCode {
  return labels.reduce((code, bit) => meet(code, at(segments.get(bit), index)), elements[index] ?? DROP);
}

function at(vector: TransformVector | undefined, index: number): TransformCode {
  return vector?.[index] ?? DROP;
}

/** Forms of one view have a join, by POL-303. */
function togetherOf(codes: readonly TransformCode[]): TransformCode {
  return codes.reduce((a, b) => join(a, b) ?? meet(a, b), DROP);
}
