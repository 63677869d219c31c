import { DROP } from "../../catalogue/transforms.ts";
import type { CompiledPolicy, CompiledPurpose, RuleId } from "../types.ts";
import { type Ask, asksOf, breakGlassOf } from "./approvals.ts";
import { addCommon, type ElementSet, emptySet, has, setOfIndexes, sizeOfCommon } from "./element-set.ts";
import { listed } from "./finding.ts";
import { holdsType, resourceTypesOf } from "./record-scope.ts";
import { type StandingRow, standingRows } from "./standing.ts";

/** Who comes to see records of one resource type, with and without anybody's approval. */
export interface TypeReach {
  readonly resourceType: string;
  /** One line: "`Claim` is reachable without approval by `biller`…". */
  readonly sentence: string;
  /** Roles with a standing grant that shows such a record, sorted. */
  readonly roles: readonly string[];
  /** The same with purposes and grants, sorted by role, then purpose; long in a large policy, and made when first read. */
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

/**
 * Per resource type and element, which roles reach it by a standing grant without anybody's approval, which by an
 * approval and whose, and which by breaking the glass. Records without sensitive segments; types sorted.
 */
export function reachWithoutApproval(
  policy: CompiledPolicy,
  types: readonly string[] = resourceTypesOf(policy.catalogue),
): readonly TypeReach[] {
  return types.map((type) => reachOf(policy, type));
}

function reachOf(policy: CompiledPolicy, resourceType: string): TypeReach {
  const indexes = policy.catalogue.elementsOfType(resourceType);
  const ofType = setOfIndexes(indexes, policy.catalogue.elements.length);
  const rows = standingRows(policy, resourceType, ofType);
  const seen = seenBy(policy, rows, ofType);
  const asked = askable(policy, resourceType, indexes, seen);
  const byApproval = asked.map(approvalReach);
  const askers = askersOf(asked);
  const broken = brokenOpen(policy, resourceType, indexes);
  const breakGlass = broken.size === 0 ? [] : breakGlassOf(policy).roles.map(({ id }) => id);
  const roles = [...seen.keys()];
  let standing: readonly StandingReach[] | undefined;
  return {
    resourceType,
    sentence: sentenceOf(resourceType, roles, byApproval, breakGlass),
    roles,
    get standing() {
      return (standing ??= rows.map((row) => standingReach(row, ofType)));
    },
    byApproval,
    breakGlass,
    elements: indexes.map((index) => ({
      element: policy.catalogue.elements[index]?.id ?? "",
      standing: [...seen].filter(([, shown]) => has(shown, index)).map(([role]) => role),
      byApproval: askers.get(index) ?? [],
      breakGlass: breakGlass.length > 0 && broken.has(index),
    })),
  };
}

/** The elements of the type that each role sees by standing grants; roles that see one, sorted. */
function seenBy(
  { catalogue }: CompiledPolicy,
  rows: readonly StandingRow[],
  ofType: ElementSet,
): ReadonlyMap<string, ElementSet> {
  const seen = new Map<string, ElementSet>();
  for (const { role, elements } of rows) {
    const ofRole = seen.get(role) ?? emptySet(catalogue.elements.length);
    seen.set(role, ofRole);
    addCommon(ofRole, elements, ofType);
  }
  return seen;
}

function standingReach(
  { role, purpose, relations, rules, elements }: StandingRow,
  ofType: ElementSet,
): StandingReach {
  return { role, purpose, relations, rules, elements: sizeOfCommon(elements, ofType) };
}

/** What somebody may ask for of one type, beyond what they see anyway. */
interface TypeAsk {
  readonly ask: Ask;
  readonly indexes: readonly number[];
}

const NO_ELEMENTS = emptySet(0);

/** What roles may ask for on records of the type; what is lent is lent of patients. */
function askable(
  policy: CompiledPolicy,
  type: string,
  indexes: readonly number[],
  seen: ReadonlyMap<string, ElementSet>,
): readonly TypeAsk[] {
  if (!holdsType("patients", type)) return [];
  const asked: TypeAsk[] = [];
  // What may be asked for follows from the purpose, so that roles which see the same anyway share the list.
  const known = new Map<ElementSet, Map<CompiledPurpose, readonly number[]>>();
  for (const ask of asksOf(policy)) {
    const { role, purpose, elements } = ask;
    if (!purpose.declarable || !purpose.acts.has("use")) continue;
    const anyway = seen.get(role.id) ?? NO_ELEMENTS;
    const byPurpose = known.get(anyway) ?? new Map<CompiledPurpose, readonly number[]>();
    known.set(anyway, byPurpose);
    const beyond =
      byPurpose.get(purpose) ?? indexes.filter((index) => elements[index] !== DROP && !has(anyway, index));
    byPurpose.set(purpose, beyond);
    if (beyond.length > 0) asked.push({ ask, indexes: beyond });
  }
  return asked;
}

/** Who may ask for each element, in the order of the asks. */
function askersOf(asked: readonly TypeAsk[]): ReadonlyMap<number, readonly Ask["by"][]> {
  const askers = new Map<number, Ask["by"][]>();
  for (const { ask, indexes } of asked)
    for (const index of indexes) {
      const known = askers.get(index);
      if (known === undefined) askers.set(index, [ask.by]);
      else known.push(ask.by);
    }
  return askers;
}

function approvalReach({ ask, indexes }: TypeAsk): ApprovalReach {
  const { role, purpose } = ask.by;
  return { role, purpose, approvers: ask.approvers, elements: indexes.length };
}

/** Elements of the type that broken glass shows; it is broken for a patient. */
function brokenOpen(policy: CompiledPolicy, type: string, indexes: readonly number[]): ReadonlySet<number> {
  const { elements } = breakGlassOf(policy);
  const shown = indexes.filter((index) => elements[index] !== DROP);
  return new Set(holdsType("patients", type) ? shown : []);
}

function sentenceOf(
  type: string,
  roles: readonly string[],
  byApproval: readonly ApprovalReach[],
  breakGlass: readonly string[],
): string {
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
