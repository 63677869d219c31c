import type { SegmentMask } from "../../catalogue/types.ts";
import type { PackedRelations } from "../packed-relations.ts";
import { serves } from "../temporary.ts";
import type { AboutOne } from "./conditions.ts";
import type { HeldGrants } from "./held-grants.ts";
import type { InternedCaller } from "./interned-caller.ts";
import { ASK_BY_NAMES, NOTHING, UNKNOWN } from "./numbers.ts";
import type { FormNumber, PlanNumber, PurposeNumber, TypeNumber, ViewNumber } from "./numbers.ts";
import type { PolicyTables } from "./policy-tables.ts";
import type { InternedView } from "./type-table.ts";

/** Who asks, with all that is known of them; made when that is read, and anew when it or the policy has changed. */
export interface InternedSession {
  readonly caller: InternedCaller;
  readonly relations: PackedRelations;
  /** Under the caller's policy. */
  readonly grants: HeldGrants;
  /** The patient that the person is, as numbered by the names of the facts; -1: none. */
  readonly own: number;
}

/** A use of one attributed record about one patient, in numbers that were looked up before. */
export interface InternedQuestion extends AboutOne {
  readonly session: InternedSession;
  readonly purpose: PurposeNumber;
  /** Position in CAPABILITIES. */
  readonly capability: number;
  readonly type: TypeNumber;
  readonly segments: SegmentMask;
}

/**
 * What the record shows, as `viewOf(decide(…))` has it for the same question by names.
 * @param lent the form of the temporary grant that reaches the record, 0 for none, as `lentTo` finds it.
 * @returns ASK_BY_NAMES where that has to be asked: nothing with a number answers such a caller, purpose or grant.
 */
export function viewInterned(asked: InternedQuestion, lent: FormNumber): ViewNumber {
  const { session, type, segments } = asked;
  const { caller } = session;
  const { plans, views } = caller.tables;
  const plan = caller.planFor(asked.purpose, asked.capability, asked.now);
  if (lent < 0 || plan === UNKNOWN) return ASK_BY_NAMES;
  if (plan < 0 || type < 0) return NOTHING;
  const wanted = plans.wantedBy(plan, type);
  const conditions = plans.conditionsOf(plan);
  if (wanted < 0 || conditions === undefined) return ASK_BY_NAMES;
  const held = wanted === 0 ? 0 : conditions.heldAbout(asked, session, wanted);
  if (held === 0 && lent === 0) return NOTHING;
  const cell = cellOf(plan, type, lent);
  const known = views.find(cell, held, segments);
  if (known !== ASK_BY_NAMES) return known;
  return views.keep(cell, held, segments, build(caller.tables, { plan, type, lent, held, segments }));
}

/** Where the views of these are kept. */
export function cellOf(plan: PlanNumber, type: TypeNumber, lent: FormNumber): number {
  return (lent << 20) | (plan << 8) | type;
}

/** The form of the person's temporary grant that reaches the record; 0: none does; UNKNOWN: that does not settle it. */
export function lentTo(asked: InternedQuestion): FormNumber {
  const { caller, grants } = asked.session;
  if (grants.isEmpty) return 0;
  const { patient, now, record } = asked;
  const plan = caller.tables.plans.planAt(caller.planFor(asked.purpose, asked.capability, now));
  if (plan === undefined || grants.policy !== caller.policy) return UNKNOWN;
  if (plan.openable.length > 0 && grants.approves(plan.openable)) return UNKNOWN;
  return grants.reaching(patient, now, record);
}

interface Found {
  readonly plan: PlanNumber;
  readonly type: TypeNumber;
  readonly lent: FormNumber;
  readonly held: number;
  readonly segments: SegmentMask;
}

function build({ plans, types, forms }: PolicyTables, found: Found): InternedView | null {
  const plan = plans.planAt(found.plan);
  const table = plan?.tableOf(types.nameOf(found.type));
  if (plan === undefined || table === undefined) return null;
  const form = forms.formAt(found.lent);
  if (form === undefined || !serves(form.grant, plan.question)) return table.view(found.held, found.segments);
  return table.viewWith(form.slice, plan.ceilingsWith(form.slice), found.held, found.segments);
}
