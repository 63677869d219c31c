import { fits } from "../../catalogue/fitting.ts";
import { codeOf, DROP, meet, TRANSFORMS, transformOf, type Transform } from "../../catalogue/transforms.ts";
import type { Act, Capability, RecipientClass } from "../../catalogue/vocabulary.ts";
import type {
  CompiledGrant,
  CompiledPolicy,
  CompiledPurpose,
  DatedGrant,
  RuleId,
  SourcePosition,
} from "../types.ts";
import { joined } from "./lattice.ts";

/** The place in the matrix that is looked into; ids, all three of the policy. */
export interface CellPlace {
  readonly role: string;
  readonly purpose: string;
  readonly element: string;
}

/** Everything that the policy says about one element for one role and purpose. */
export interface CellDetail extends CellPlace {
  /** The most that standing grants show of it for a use, on a record without sensitive segments. */
  readonly as: Transform;
  /** The most that the purpose may ever give of it for a use. */
  readonly ceiling: Transform;
  /** In which its values can be shown; in any other a grant would give nothing of it (POL-312). */
  readonly forms: readonly Transform[];
  /** Every grant of the role for the purpose that names the element, standing ones first, in file order. */
  readonly grants: readonly GrantAt[];
  /** What may leave, by the purpose's own rule, where a grant of the role has the capability. */
  readonly disclose: OutboundAt | null;
  readonly request: OutboundAt | null;
  /** What may be asked for in one case; null unless the role may ask under this purpose. */
  readonly mayAsk: AskAt | null;
}

export interface AskAt {
  readonly as: Transform;
  /** Segments that may be asked for under the purpose. */
  readonly segments: readonly string[];
}

export interface GrantAt {
  readonly rule: RuleId;
  readonly on: string;
  readonly can: readonly Capability[];
  readonly systems: readonly string[];
  /** As the grant says it. */
  readonly given: Transform;
  /** As it is shown; `drop` where the ceiling leaves nothing, or where the grant gives no use. */
  readonly as: Transform;
  /** Where the ceiling takes something away. */
  readonly cut: { readonly rule: RuleId; readonly from: Transform; readonly to: Transform } | null;
  /** Every segment of the policy, in its order. */
  readonly segments: readonly SegmentAt[];
  /** A dated exception holds in [from, until), milliseconds since 1970; null: standing. */
  readonly period: DatedGrant["period"] | null;
  readonly at: SourcePosition;
}

export interface SegmentAt {
  readonly segment: string;
  /** On a record that carries it alone; `drop`: the record is hidden, or the element on it. */
  readonly as: Transform;
  /** What closes it: the grant does not name it, or the purpose never opens it. Null: it is shown. */
  readonly closedBy: "grant" | "purpose" | null;
  /** What binds besides, where it is shown. */
  readonly guard: "none" | "authorization" | "part2-consent";
}

export interface OutboundAt {
  readonly rule: RuleId;
  readonly as: Transform;
  readonly recipients: readonly RecipientClass[];
}

/** The drill-down into one place of the matrix; undefined when the policy has no such role, purpose or element. */
export function cellsAt(policy: CompiledPolicy, place: CellPlace): CellDetail | undefined {
  const role = policy.roles.get(place.role);
  const purpose = policy.purposes.get(place.purpose);
  const index = policy.catalogue.byId(place.element)?.index;
  if (role === undefined || purpose === undefined || index === undefined) return undefined;
  const dated = (policy.exceptions ?? []).filter((grant) => grant.role === role.id);
  const held = [...role.grants, ...dated].filter((grant) => grant.purpose === purpose.id);
  const grants = held
    .filter((grant) => (grant.elements[index] ?? DROP) !== DROP)
    .map((grant) => grantAt(policy, purpose, grant, index));
  const reading = grants.filter(({ period, can }) => period === null && isReading(can));
  const as = reading.reduce((code, grant) => joined(code, codeOf(grant.as)), DROP);
  return {
    ...place,
    as: transformOf(as),
    ceiling: transformOf(purpose.never[index] ?? DROP),
    forms: TRANSFORMS.filter((form) => fits(policy.catalogue, index, codeOf(form))),
    grants,
    disclose: outboundAt(purpose, "disclose", held, index),
    request: outboundAt(purpose, "request", held, index),
    mayAsk: role.eligible.jit.includes(purpose.id) ? askAt(policy, purpose, index) : null,
  };
}

function askAt({ segments }: CompiledPolicy, { mayAsk }: CompiledPurpose, index: number): AskAt {
  return {
    as: transformOf(mayAsk.elements[index] ?? DROP),
    segments: segments.filter(({ bit }) => (mayAsk.segments & (1 << bit)) !== 0).map(({ id }) => id),
  };
}

function isReading(can: readonly Capability[]): boolean {
  return can.includes("read") || can.includes("search");
}

function grantAt(
  policy: CompiledPolicy,
  purpose: CompiledPurpose,
  grant: CompiledGrant | DatedGrant,
  index: number,
): GrantAt {
  const given = grant.elements[index] ?? DROP;
  const left = meet(given, purpose.never[index] ?? DROP);
  const shown = givesUse(policy, purpose, grant) ? left : DROP;
  return {
    rule: grant.rule,
    on: grant.relation,
    can: [...grant.can].toSorted(),
    systems: grant.systems.toSorted(),
    given: transformOf(given),
    as: transformOf(shown),
    cut:
      left === given
        ? null
        : { rule: `ceiling:never/${purpose.id}`, from: transformOf(given), to: transformOf(left) },
    segments: segmentsAt(policy, purpose, grant, shown, index),
    period: "period" in grant ? grant.period : null,
    at: grant.at,
  };
}

/** By any capability of a use, `locate` and `administer` among them. */
function givesUse(
  policy: CompiledPolicy,
  purpose: CompiledPurpose,
  { relation, can }: CompiledGrant,
): boolean {
  const permits = policy.relations.get(relation)?.permits === true;
  const ofUse = [...can].some((capability) => capability !== "disclose" && capability !== "request");
  return permits && ofUse && purpose.declarable && purpose.acts.has("use");
}

function segmentsAt(
  policy: CompiledPolicy,
  purpose: CompiledPurpose,
  grant: CompiledGrant,
  shown: number,
  index: number,
): readonly SegmentAt[] {
  return policy.segments.map(({ id, bit, guard }) => {
    const never = (purpose.neverSegments & (1 << bit)) !== 0;
    const code = never ? DROP : meet(shown, grant.segments.get(bit)?.[index] ?? DROP);
    if (code !== DROP) return { segment: id, as: transformOf(code), closedBy: null, guard };
    return { segment: id, as: "drop", closedBy: never ? "purpose" : "grant", guard };
  });
}

function outboundAt(
  purpose: CompiledPurpose,
  act: Extract<Act, "disclose" | "request">,
  held: readonly CompiledGrant[],
  index: number,
): OutboundAt | null {
  const rule = purpose[act];
  const code = rule?.elements[index] ?? DROP;
  if (rule === undefined || code === DROP || !held.some(({ can }) => can.has(act))) return null;
  return { rule: rule.rule, as: transformOf(code), recipients: [...rule.recipients].toSorted() };
}
