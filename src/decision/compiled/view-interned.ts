import type { SegmentMask } from "../../catalogue/types.ts";
import type { PackedRelations } from "../packed-relations.ts";
import type { RecordAsked } from "../predicate.ts";
import { serves } from "../temporary.ts";
import type { HeldGrants } from "./held-grants.ts";
import type { InternedCaller } from "./interned-caller.ts";
import { ASK_BY_NAMES, DENIED, NOTHING, UNKNOWN } from "./numbers.ts";
import type { PlanNumber, PurposeNumber, TypeNumber, ViewNumber } from "./numbers.ts";
import type { PolicyTables } from "./policy-tables.ts";
import type { InternedView } from "./type-table.ts";

/** A use of one attributed record about one patient, in numbers that were looked up before. */
export interface InternedQuestion {
  readonly caller: InternedCaller;
  readonly purpose: PurposeNumber;
  /** Position in CAPABILITIES. */
  readonly capability: number;
  readonly type: TypeNumber;
  readonly segments: SegmentMask;
  /** The record's patient, as numbered by the names of the facts. */
  readonly patient: number;
  /** The patient that the person is, by the same names; -1: none. */
  readonly own: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Read only where a fact or a grant names records. */
  readonly record: RecordAsked;
}

/**
 * What the record shows, as `viewOf(decide(…))` has it for the same question by names. ASK_BY_NAMES where that has to be
 * asked: the numbers have no plan for such a caller or purpose, an approval may open another, several grants reach.
 */
export function viewInterned(
  asked: InternedQuestion,
  relations: PackedRelations,
  grants: HeldGrants,
): ViewNumber {
  const { caller, type, segments, patient, now, record } = asked;
  const { plans, views } = caller.tables;
  const plan = caller.planFor(asked.purpose, asked.capability, now);
  if (plan < 0) return plan === DENIED && grants.isEmpty ? NOTHING : ASK_BY_NAMES;
  if (type < 0) return NOTHING;
  const form = grants.isEmpty ? 0 : formReaching(asked, plan, grants);
  const wanted = plans.wantedBy(plan, type);
  const conditions = plans.conditionsOf(plan);
  if (form === UNKNOWN || wanted < 0 || conditions === undefined) return ASK_BY_NAMES;
  const held = conditions.heldAbout(patient, relations, asked.own, now, wanted, record);
  if (held === 0 && form === 0) return NOTHING;
  const cell = (form << 20) | (plan << 8) | type;
  const known = views.find(cell, held, segments);
  if (known !== ASK_BY_NAMES) return known;
  return views.keep(cell, held, segments, build(caller.tables, { plan, type, form, held, segments }));
}

/** 0: no grant reaches; UNKNOWN: that does not settle it. */
function formReaching(
  { caller, patient, now, record }: InternedQuestion,
  plan: PlanNumber,
  grants: HeldGrants,
): number {
  const openable = caller.tables.plans.planAt(plan)?.openable ?? [];
  if (grants.policy !== caller.policy || (openable.length > 0 && grants.approves(openable))) return UNKNOWN;
  return grants.reaching(patient, now, record);
}

interface Found {
  readonly plan: PlanNumber;
  readonly type: TypeNumber;
  readonly form: number;
  readonly held: number;
  readonly segments: SegmentMask;
}

function build({ plans, types, forms }: PolicyTables, found: Found): InternedView | null {
  const plan = plans.planAt(found.plan);
  const table = plan?.tableOf(types.nameOf(found.type));
  if (plan === undefined || table === undefined) return null;
  const form = forms.formAt(found.form);
  if (form === undefined || !serves(form.grant, plan.question)) return table.view(found.held, found.segments);
  return table.viewWith(form.slice, plan.ceilingsWith(form.slice), found.held, found.segments);
}
