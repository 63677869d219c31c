import { DROP } from "../../catalogue/transforms.ts";
import type { CompiledPolicy, RuleId } from "../types.ts";
import { type Ask, asksOf, type BreakGlass, breakGlassOf } from "./approvals.ts";
import { listed } from "./finding.ts";
import { holdsType, resourceTypesOf, scopeOf } from "./record-scope.ts";
import { type UseGrant, useIndexOf } from "./use-index.ts";

/** Who comes to see records of one resource type, with and without anybody's approval. */
export interface TypeReach {
  readonly resourceType: string;
  /** One line: "`Claim` is reachable without approval by `biller`…". */
  readonly sentence: string;
  /** Roles with a standing grant that shows such a record; sorted by role, then purpose. */
  readonly standing: readonly StandingReach[];
  /** What roles may ask for, besides what stands; sorted as the policy has the roles. */
  readonly byApproval: readonly ApprovalReach[];
  /** Roles that may break the glass for it: afterwards reviewed, before by nobody approved. */
  readonly breakGlass: readonly string[];
  /** Elements of the type, in the order of the catalogue. */
  readonly elements: readonly ElementReach[];
}

export interface StandingReach {
  readonly role: string;
  readonly purpose: string;
  /** Sorted. */
  readonly relations: readonly string[];
  readonly rules: readonly RuleId[];
  /** How many elements of the type are shown. */
  readonly elements: number;
}

export interface ApprovalReach {
  readonly role: string;
  readonly purpose: string;
  /** Roles that may approve. Empty: an approval that nobody can give. */
  readonly approvers: readonly string[];
  /** How many elements of the type may be asked for that the role has not by standing right. */
  readonly elements: number;
}

export interface ElementReach {
  readonly element: string;
  /** Roles that see it by a standing grant, sorted. */
  readonly standing: readonly string[];
  /** Roles that may ask for it and do not see it anyway, with the purpose. */
  readonly byApproval: readonly { readonly role: string; readonly purpose: string }[];
  readonly breakGlass: boolean;
}

/** What one policy says, laid out for every type. */
interface Ground {
  readonly policy: CompiledPolicy;
  readonly asks: readonly Ask[];
  readonly glass: BreakGlass;
}

/**
 * Per resource type and element, which roles reach it by a standing grant without anybody's approval, which by an
 * approval and whose, and which by breaking the glass. Records without sensitive segments; types sorted.
 */
export function reachWithoutApproval(
  policy: CompiledPolicy,
  types: readonly string[] = resourceTypesOf(policy.catalogue),
): readonly TypeReach[] {
  const ground: Ground = { policy, asks: asksOf(policy), glass: breakGlassOf(policy) };
  return types.map((type) => reachOf(ground, type));
}

function reachOf(ground: Ground, resourceType: string): TypeReach {
  const { policy, glass } = ground;
  const indexes = policy.catalogue.elementsOfType(resourceType);
  const grants = standingOf(policy, resourceType, indexes);
  const seen = seenBy(grants, indexes);
  const standing = grants.map((one) => standingReach(one, indexes));
  const asked = askable(ground, resourceType, indexes, seen);
  const broken = holdsType("patients", resourceType)
    ? indexes.filter((index) => glass.elements[index] !== DROP)
    : [];
  const breakGlass = broken.length === 0 ? [] : glass.roles.map(({ id }) => id);
  const byApproval = asked.map(({ ask, indexes: some }) => ({
    role: ask.role.id,
    purpose: ask.purpose.id,
    approvers: ask.approvers.map(({ id }) => id),
    elements: some.length,
  }));
  return {
    resourceType,
    sentence: sentenceOf(resourceType, standing, byApproval, breakGlass),
    standing,
    byApproval,
    breakGlass,
    elements: indexes.map((index) => ({
      element: policy.catalogue.elements[index]?.id ?? "",
      standing: [...seen].filter(([, shown]) => shown.has(index)).map(([role]) => role),
      byApproval: asked
        .filter((one) => one.indexes.includes(index))
        .map(({ ask }) => ({ role: ask.role.id, purpose: ask.purpose.id })),
      breakGlass: breakGlass.length > 0 && broken.includes(index),
    })),
  };
}

/** The elements of the type that each role sees by standing grants; roles that see one, sorted. */
function seenBy(
  standing: readonly TypeGrants[],
  indexes: readonly number[],
): ReadonlyMap<string, ReadonlySet<number>> {
  const seen = new Map<string, Set<number>>();
  for (const { role, giving } of standing) {
    const ofRole = seen.get(role) ?? new Set<number>();
    seen.set(role, ofRole);
    for (const index of indexes) if (giving.some(({ shown }) => shown[index] !== DROP)) ofRole.add(index);
  }
  return seen;
}

/** The grants of one role and purpose that show an element of one type; at least one. */
interface TypeGrants {
  readonly role: string;
  readonly purpose: string;
  readonly giving: readonly UseGrant[];
}

/** A grant shows only records that its relation can hold of. */
function standingOf(policy: CompiledPolicy, type: string, indexes: readonly number[]): readonly TypeGrants[] {
  const relations = new Set(
    [...policy.relations.keys()].filter((id) => {
      const scope = scopeOf(policy, id);
      return scope !== null && holdsType(scope, type);
    }),
  );
  return useIndexOf(policy).rows.flatMap(({ role, purpose, grants }) => {
    const giving = grants.filter(
      ({ grant, shown }) => relations.has(grant.relation) && indexes.some((index) => shown[index] !== DROP),
    );
    return giving.length === 0 ? [] : [{ role, purpose, giving }];
  });
}

function standingReach({ role, purpose, giving }: TypeGrants, indexes: readonly number[]): StandingReach {
  return {
    role,
    purpose,
    relations: [...new Set(giving.map(({ grant }) => grant.relation))],
    rules: giving.map(({ grant }) => grant.rule),
    elements: indexes.filter((index) => giving.some(({ shown }) => shown[index] !== DROP)).length,
  };
}

/** What roles may ask for on records of the type; what is lent is lent of patients. */
function askable(
  { asks }: Ground,
  type: string,
  indexes: readonly number[],
  seen: ReadonlyMap<string, ReadonlySet<number>>,
): readonly { readonly ask: Ask; readonly indexes: readonly number[] }[] {
  if (!holdsType("patients", type)) return [];
  return asks
    .filter(({ purpose }) => purpose.declarable && purpose.acts.has("use"))
    .map((ask) => {
      const anyway = seen.get(ask.role.id);
      const beyond = indexes.filter((index) => ask.elements[index] !== DROP && anyway?.has(index) !== true);
      return { ask, indexes: beyond };
    })
    .filter(({ indexes: beyond }) => beyond.length > 0);
}

function sentenceOf(
  type: string,
  standing: readonly StandingReach[],
  byApproval: readonly ApprovalReach[],
  breakGlass: readonly string[],
): string {
  const roles = [...new Set(standing.map(({ role }) => role))];
  const parts = [
    roles.length === 0
      ? `no role reaches \`${type}\` without approval`
      : `\`${type}\` is reachable without approval by ${listed(roles, Infinity)}`,
  ];
  const approved = [
    ...new Set(byApproval.filter(({ approvers }) => approvers.length > 0).map(({ role }) => role)),
  ];
  if (approved.length > 0) parts.push(`with approval also by ${listed(approved, Infinity)}`);
  if (breakGlass.length > 0) parts.push(`by breaking the glass by ${listed(breakGlass, Infinity)}`);
  return parts.join("; ");
}
