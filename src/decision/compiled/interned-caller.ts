import type { Capability } from "../../catalogue/vocabulary.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import type { AccessRequest } from "../types.ts";
import { DENIED, UNKNOWN } from "./numbers.ts";
import type { PlanNumber, PurposeNumber } from "./numbers.ts";
import { standingUse } from "./ordinary-use.ts";
import type { PolicyTables } from "./policy-tables.ts";
import { tablesOf } from "./policy-tables.ts";

/** What there is to one's right to use, for a person whose account is active and whom no agreement and no scopes bind. */
export interface CallerNames {
  readonly roles: readonly string[];
  readonly system: string;
  readonly channel: string;
}

/** Position in this list is a capability's number. */
export const CAPABILITIES: readonly Capability[] = ["read", "search", "create", "update", "delete", "locate"];
const COUNT = CAPABILITIES.length;
const UNSET = -3;

/** A caller as one policy sees them, made once a session: finds the plan of a use by numbers alone. */
export class InternedCaller {
  readonly policy: CompiledPolicy;
  readonly tables: PolicyTables;
  private readonly names: CallerNames;
  /** By purpose and capability, for the epoch below. */
  private readonly plans: Int32Array;
  private epoch = 0;

  constructor(policy: CompiledPolicy, names: CallerNames) {
    this.policy = policy;
    this.names = names;
    this.tables = tablesOf(policy);
    this.plans = new Int32Array(this.tables.purposes.size * COUNT).fill(UNSET);
  }

  /** The plan's number, DENIED, or UNKNOWN where plans have no answer. */
  planFor(purpose: PurposeNumber, capability: number, now: number): PlanNumber {
    const epoch = this.tables.epochAt(now);
    if (epoch !== this.epoch) {
      this.plans.fill(UNSET);
      this.epoch = epoch;
    }
    const use = this.useOf(purpose, capability);
    const known = this.plans[use] ?? UNKNOWN;
    return known === UNSET ? this.learn(use, now) : known;
  }

  /** Purpose and capability as one number; below 0 for a purpose without a number. */
  useOf(purpose: PurposeNumber, capability: number): number {
    return purpose * COUNT + capability;
  }

  /** The plan of a use where `planFor` found it before; else below 0. */
  knownPlan(use: number, now: number): PlanNumber {
    return this.tables.epochAt(now) === this.epoch ? (this.plans[use] ?? UNKNOWN) : UNKNOWN;
  }

  private learn(use: number, now: number): PlanNumber {
    const found = this.find(Math.trunc(use / COUNT), CAPABILITIES[use % COUNT] ?? "read", now);
    this.plans[use] = found;
    return found;
  }

  private find(purpose: PurposeNumber, capability: Capability, now: number): PlanNumber {
    const request = this.requestFor(this.tables.purposes.nameOf(purpose), capability, now);
    const use = standingUse(request, this.policy);
    if ("outcome" in use) return DENIED;
    return use.plan === null ? UNKNOWN : this.tables.plans.numberOf(use.plan);
  }

  private requestFor(purpose: string, capability: Capability, now: number): AccessRequest {
    const { roles, system, channel } = this.names;
    return {
      act: "use",
      subject: { personId: "", roles, active: true, patientId: null, baa: null, scopes: null },
      purpose,
      caseId: null,
      capability,
      recipient: null,
      exemption: null,
      system,
      channel,
      now,
    };
  }
}
