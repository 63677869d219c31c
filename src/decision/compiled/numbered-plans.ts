import { getOrAdd } from "../get-or-add.ts";
import type { NameTable } from "../name-table.ts";
import type { ConditionBits, Conditions } from "./conditions.ts";
import type { PlanNumber, TypeNumber } from "./numbers.ts";
import { UNKNOWN } from "./numbers.ts";
import type { UsePlan } from "./use-plan.ts";

/** How many plans and types are numbered under one policy: as many as fit beside a form into a cell. */
const MOST_PLANS = 1 << 12;
const MOST_TYPES = 1 << 8;
const UNSET = -1;

/** The plans of one policy that are asked by number, with what is read of them for every record side by side. */
export class NumberedPlans {
  private readonly types: NameTable;
  private readonly plans: UsePlan[] = [];
  private readonly numbers = new Map<UsePlan, PlanNumber>();
  private readonly conditions: Conditions[] = [];
  /** By plan and type, the conditions that make a difference. */
  private wanted = new Int32Array(0);
  /** As many types as have a place beside each plan: few, so that what is read lies close together. */
  private stride = 16;

  constructor(types: NameTable) {
    this.types = types;
  }

  /** UNKNOWN when no numbers are left: a number is never given to another plan. */
  numberOf(plan: UsePlan): PlanNumber {
    return getOrAdd(this.numbers, plan, () => (this.plans.length < MOST_PLANS ? this.add(plan) : UNKNOWN));
  }

  private add(plan: UsePlan): PlanNumber {
    const number = this.plans.push(plan) - 1;
    this.conditions.push(plan.conditions);
    if (this.plans.length * this.stride > this.wanted.length) this.lengthen(this.plans.length * 2);
    return number;
  }

  private lengthen(plans: number): void {
    const longer = new Int32Array(plans * this.stride).fill(UNSET);
    longer.set(this.wanted);
    this.wanted = longer;
  }

  planAt(number: PlanNumber): UsePlan | undefined {
    return this.plans[number];
  }

  conditionsOf(number: PlanNumber): Conditions | undefined {
    return this.conditions[number];
  }

  /** The conditions that make a difference to records of the type under this plan; UNKNOWN for a type without a place. */
  wantedBy(plan: PlanNumber, type: TypeNumber): ConditionBits {
    const known = this.knownWanted(plan, type);
    return known === UNSET ? this.learn(plan, type) : known;
  }

  /** The same where it was asked before; else below 0. */
  knownWanted(plan: PlanNumber, type: TypeNumber): ConditionBits {
    return type < this.stride ? (this.wanted[plan * this.stride + type] ?? UNSET) : UNSET;
  }

  private learn(plan: PlanNumber, type: TypeNumber): ConditionBits {
    if (type >= MOST_TYPES) return UNKNOWN;
    if (type >= this.stride) this.widen(type);
    const wanted = this.plans[plan]?.tableOf(this.types.nameOf(type))?.wanted ?? 0;
    this.wanted[plan * this.stride + type] = wanted;
    return wanted;
  }

  /** Makes a place for the type; what was learned is learned again. */
  private widen(type: TypeNumber): void {
    while (type >= this.stride) this.stride *= 2;
    this.wanted = new Int32Array(0);
    this.lengthen(this.plans.length * 2);
  }
}
