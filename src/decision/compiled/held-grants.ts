import type { CompiledPolicy } from "../../policy/types.ts";
import { getOrAdd } from "../get-or-add.ts";
import type { NameTable } from "../name-table.ts";
import { NO_FACTS } from "../no-facts.ts";
import { indexOf } from "../policy-index.ts";
import type { RecordAsked } from "../predicate.ts";
import { inForce, sliceOf } from "../temporary.ts";
import type { AccessRequest, TemporaryGrant } from "../types.ts";
import { UNKNOWN } from "./numbers.ts";
import type { FormNumber } from "./numbers.ts";
import { tablesOf } from "./policy-tables.ts";

interface HeldGrant {
  readonly grant: TemporaryGrant;
  readonly form: FormNumber;
}

/** The temporary grants for uses of one person under one policy, found by the number of the patient. */
export class HeldGrants {
  readonly policy: CompiledPolicy;
  readonly isEmpty: boolean;
  private readonly byPatient = new Map<number, HeldGrant[]>();
  /** Purposes that approvals were given for, each once. */
  private readonly approved = new Set<string>();

  private constructor(policy: CompiledPolicy, isEmpty: boolean) {
    this.policy = policy;
    this.isEmpty = isEmpty;
  }

  /**
   * Null where one of them does not fit the policy, which is a fault that closes every decision (DEC-DENY-2), or has no
   * form: then one asks by names.
   */
  static of(
    grants: readonly TemporaryGrant[],
    policy: CompiledPolicy,
    patients: NameTable,
  ): HeldGrants | null {
    const held = new HeldGrants(policy, grants.length === 0);
    const length = policy.catalogue.elements.length;
    const fit = grants.every(({ elements }) => elements.length === length);
    return fit && grants.every((grant) => held.add(grant, patients)) ? held : null;
  }

  private add(grant: TemporaryGrant, patients: NameTable): boolean {
    if (!this.policy.purposes.has(grant.purpose)) return true;
    if (grant.kind === "jit") this.approved.add(grant.purpose);
    if (grant.act !== "use") return true;
    const context = { policy: this.policy, facts: NO_FACTS, index: indexOf(this.policy), purposes: [] };
    const form = tablesOf(this.policy).forms.formOf(grant, sliceOf(grant, { ...context, request: ANY_USE }));
    if (form === null) return false;
    for (const patientId of new Set(grant.patients))
      getOrAdd(this.byPatient, patients.numberOf(patientId), () => []).push({ grant, form: form.number });
    return true;
  }

  /** Whether one of these purposes was approved, for whichever patient and hour. */
  approves(purposes: readonly string[]): boolean {
    return purposes.some((purpose) => this.approved.has(purpose));
  }

  /**
   * The number of the form of the grant that holds now and names the record of this patient; 0: none does; UNKNOWN:
   * several do.
   */
  reaching(patient: number, now: number, record: RecordAsked): FormNumber {
    const about = this.byPatient.get(patient);
    if (about === undefined) return 0;
    let found = 0;
    for (const { grant, form } of about) {
      if (!inForce(grant, now) || !namesRecord(grant, record)) continue;
      if (found !== 0) return UNKNOWN;
      found = form;
    }
    return found;
  }
}

function namesRecord({ refs }: TemporaryGrant, record: RecordAsked): boolean {
  return refs.length === 0 || refs.some((ref) => record.refs.includes(ref));
}

/** A slice follows from the grant and the act. */
const ANY_USE: AccessRequest = {
  act: "use",
  subject: { personId: "", roles: [], active: true, patientId: null, baa: null, scopes: null },
  purpose: null,
  caseId: null,
  capability: "read",
  recipient: null,
  exemption: null,
  system: "",
  channel: "",
  now: 0,
};
