import type { CompiledPolicy } from "../../policy/types.ts";
import { NameTable } from "../name-table.ts";
import { elementsOf } from "../view-plan.ts";
import { Conditions } from "./conditions.ts";
import { epochAt, turningPoints } from "./epochs.ts";
import { InternedViews } from "./interned-views.ts";
import { KeptUses } from "./kept-uses.ts";
import { LentForms } from "./lent-forms.ts";
import { NumberedPlans } from "./numbered-plans.ts";
import { UNKNOWN } from "./numbers.ts";
import type { PurposeNumber, TypeNumber } from "./numbers.ts";

/**
 * What was worked out under one policy and follows from it alone. Only an aid to speed: with the same inputs the same
 * would be worked out again. It goes when the policy goes, so that a new policy begins with nothing of the old.
 */
export class PolicyTables {
  readonly uses = new KeptUses(KEPT);
  /** Every relation of the policy, where they are few enough to have bits. */
  readonly conditions: Conditions | null;
  readonly forms = new LentForms();
  readonly views = new InternedViews();
  /** Types that can hold an element, as they came up. */
  readonly types = new NameTable();
  readonly plans = new NumberedPlans(this.types);
  /** Ids and codes of purposes. */
  readonly purposes = new NameTable();
  private readonly policy: CompiledPolicy;
  private readonly instants: Float64Array;

  constructor(policy: CompiledPolicy) {
    this.policy = policy;
    this.instants = turningPoints(policy);
    this.conditions = Conditions.ofPolicy(policy);
    for (const declared of policy.declarable.keys()) this.purposes.numberOf(declared);
  }

  /** UNKNOWN for a type that can hold no element of the catalogue. */
  typeNumber(type: string): TypeNumber {
    return elementsOf(this.policy, type).length === 0 ? UNKNOWN : this.types.numberOf(type);
  }

  /** UNKNOWN for what the policy does not list as declarable: such a purpose is decided by its name. */
  purposeNumber(declared: string): PurposeNumber {
    return this.purposes.find(declared);
  }

  /** Of the dated exceptions: within one epoch the hour makes no difference to what a caller has. */
  epochAt(now: number): number {
    return this.instants.length === 0 ? 0 : epochAt(this.instants, now);
  }
}

/** How many callers, purposes and cases are kept of one policy. */
const KEPT = 4096;
const tables = new WeakMap<CompiledPolicy, PolicyTables>();

/** The tables of this policy; made once, since a policy is immutable. */
export function tablesOf(policy: CompiledPolicy): PolicyTables {
  const known = tables.get(policy);
  if (known !== undefined) return known;
  const made = new PolicyTables(policy);
  tables.set(policy, made);
  return made;
}
