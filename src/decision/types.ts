import type { RelationIndex } from "../catalogue/relations.ts";
import type { SegmentMask } from "../catalogue/types.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import type { ReasonCode } from "../kernel/reasons.ts";
import type { Act, Basis, Capability, ExemptionCode, RecipientClass } from "../catalogue/vocabulary.ts";
import type { CompiledPolicy, RuleId } from "../policy/types.ts";

/** Who asks, for what, through what. Everything `decide` may know about the call. */
export interface AccessRequest {
  readonly act: Act;
  readonly subject: Subject;
  /** As declared: own id or HL7 code. Null: none was declared. */
  readonly purpose: string | null;
  /** The case a case-bound purpose is named with. */
  readonly caseId: string | null;
  readonly capability: Capability;
  /** For disclose and request. */
  readonly recipient: Recipient | null;
  /** A claimed exemption with its evidence; null: none is claimed (treatment is found from purpose and recipient). */
  readonly exemption: ExemptionClaim | null;
  readonly system: string;
  readonly channel: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Subject {
  readonly personId: string;
  readonly roles: readonly string[];
  readonly active: boolean;
  /** Patient id when the person is a patient (`fhirUser: Patient/…`). */
  readonly patientId: string | null;
  /** Business associate the person works for, with the ceiling its agreement sets; null for the workforce. */
  readonly baa: BaaCeiling | null;
  /** SMART scopes of the token, parsed; null: the token carries none, so they do not limit. */
  readonly scopes: readonly ScopeCeiling[] | null;
}

export interface BaaCeiling {
  readonly id: string;
  readonly from: number;
  readonly until: number;
  readonly purposes: readonly string[];
  readonly elements: TransformVector;
  readonly systems: readonly string[];
}

export interface ScopeCeiling {
  /** As presented: `user/Observation.rs`. */
  readonly text: string;
  /** Resource type or `*`. */
  readonly type: string;
  readonly can: ReadonlySet<Capability>;
  /** `patient/`: records of this patient, and records about no patient; absent: of any. */
  readonly patient?: string | undefined;
  /** Search parameters and values, all of which a record has to match; absent: any record. */
  readonly query?: readonly (readonly [code: string, value: string])[] | undefined;
}

export interface Recipient {
  readonly class: RecipientClass;
  readonly id: string;
  /** Identity and authority verified under 164.514(h). */
  readonly verified: boolean;
}

export interface ExemptionClaim {
  readonly code: string;
  /** required-by-law: the statute or order. */
  readonly citation: string | null;
  /** required-by-law: the elements the statute lists. */
  readonly lawElements: TransformVector | null;
  /** hipaa-compliance: `837p`, `270`… */
  readonly profile: string | null;
  /** authorization: id in the facts. */
  readonly authorizationId: string | null;
}

/** What is known about the person and the patients in question; all of it data, gathered before. */
export interface Facts {
  readonly relations: RelationIndex;
  readonly authorizations: readonly Authorization[];
  readonly consents: readonly Part2Consent[];
  readonly restrictions: readonly Restriction[];
  /** Approved just-in-time and break-glass grants of this person. */
  readonly grants: readonly TemporaryGrant[];
  /** Why the caller's device limits what is shown; absent: it does not. */
  readonly device?: DeviceLimit | undefined;
}

/** A device that does not prove what the policy asks of it, 45 CFR 164.310(d), 164.312(a)(2)(iv). */
export interface DeviceLimit {
  /** `unproven`, `unknown`, `unencrypted`… */
  readonly why: string;
  /** What may remain at most. */
  readonly elements: TransformVector;
}

/** 45 CFR 164.508(c): six core elements and three statements. */
export interface Authorization {
  readonly id: string;
  readonly patientId: string;
  /** Core elements and statements present, by the closed ids of content/exemptions/authorization.yaml. */
  readonly present: ReadonlySet<string>;
  readonly elements: TransformVector;
  readonly segments: SegmentMask;
  readonly recipientIds: readonly string[];
  readonly recipientClasses: readonly RecipientClass[];
  readonly signedAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
}

/** 42 CFR 2.31. */
export interface Part2Consent {
  readonly id: string;
  readonly patientId: string;
  readonly recipientClasses: readonly RecipientClass[];
  readonly bases: readonly Basis[];
  readonly from: number;
  readonly until: number;
  readonly revokedAt: number | null;
}

/** 45 CFR 164.522(a). Binds the bases and recipients it names, nothing else. */
export interface Restriction {
  readonly id: string;
  readonly patientId: string;
  readonly kind: "self-pay" | "agreed";
  /** What may remain at most; a zeroed vector leaves nothing. */
  readonly elements: TransformVector;
  /** Empty: every record of the patient. */
  readonly refs: readonly string[];
  /** Empty: every recipient, and our own uses. */
  readonly recipientClasses: readonly RecipientClass[];
  /** Empty: treatment, payment and operations, as far as 164.522(a)(1)(i) goes. */
  readonly bases: readonly Basis[];
}

/** Just-in-time or break-glass: always ends. */
export interface TemporaryGrant {
  readonly id: string;
  readonly kind: "jit" | "break-glass";
  readonly purpose: string;
  readonly act: Act;
  readonly patients: readonly string[];
  /** Empty: every record of the patients. */
  readonly refs: readonly string[];
  readonly elements: TransformVector;
  readonly segments: SegmentMask;
  readonly systems: readonly string[];
  readonly from: number;
  readonly until: number;
}

/** Which records a slice reaches: a small boolean algebra, evaluated on RecordFacts. */
export type RecordPredicate =
  /** The person has this relation to every patient of the record; for a case-bound purpose, through a fact that names the case. */
  | { readonly kind: "related"; readonly relation: string; readonly caseId: string | null }
  | { readonly kind: "directory" }
  | { readonly kind: "self" }
  /** The record names patients, and all of them are among these. */
  | { readonly kind: "patients"; readonly ids: ReadonlySet<string> }
  /** This patient is one of those the record is about. */
  | { readonly kind: "about"; readonly patientId: string }
  | { readonly kind: "refs"; readonly refs: ReadonlySet<string> }
  /** File mode with `--role` alone: the operator vouches for the scope, and the output says so. */
  | { readonly kind: "assumed" }
  | { readonly kind: "type"; readonly types: ReadonlySet<string> }
  /** The record, as it is shown, matches the query of the scope with this text: `RecordFacts.matches`. */
  | { readonly kind: "matches"; readonly scope: string }
  | { readonly kind: "not"; readonly of: RecordPredicate }
  | { readonly kind: "all"; readonly of: readonly RecordPredicate[] };

/** Elements on records: the unit that is joined. Rows and columns stay paired in it. */
export interface Slice {
  readonly rule: RuleId;
  readonly purpose: string;
  readonly basis: Basis;
  readonly exemption: ExemptionCode | null;
  readonly grantId: string | null;
  /** Of a temporary grant. */
  readonly grantKind?: TemporaryGrant["kind"];
  readonly records: RecordPredicate;
  readonly elements: TransformVector;
  /** Per segment bit, what is left on a record with that label; an absent segment hides the record. */
  readonly segments: ReadonlyMap<number, TransformVector>;
  readonly can: ReadonlySet<Capability>;
  /** Milliseconds, or null for a standing grant. */
  readonly expires: number | null;
}

/** Comes last and only takes away. */
export interface Ceiling {
  readonly rule: RuleId;
  readonly reason: ReasonCode;
  /** Which slices it binds. */
  readonly binds: (slice: Slice) => boolean;
  /** Records it applies to; null: all. */
  readonly records: RecordPredicate | null;
  /** It applies to a record that carries any of these segments; 0: any record. */
  readonly segments: SegmentMask;
  /** Resource type it is limited to; null: all. */
  readonly types: ReadonlySet<string> | null;
  /** What may remain at most. */
  readonly atMost: TransformVector;
}

export interface Reason {
  readonly code: ReasonCode;
  readonly rule: RuleId | null;
  /** Plain words from policy alone, never from data. */
  readonly detail: string;
}

export type Obligation =
  | { readonly kind: "record" }
  | { readonly kind: "part2-notice" }
  | { readonly kind: "accounting" }
  | { readonly kind: "remind"; readonly text: string };

/** The answer of `decide`. Denied when `slices` is empty. */
export interface Decision {
  readonly outcome: "permit" | "deny";
  readonly policyHash: string;
  /** The policy it was taken under; a view needs its catalogue and relation windows. */
  readonly policy: CompiledPolicy;
  readonly request: AccessRequest;
  /** Purposes the declaration stands for and the subject has. */
  readonly purposes: readonly string[];
  readonly slices: readonly Slice[];
  readonly ceilings: readonly Ceiling[];
  readonly obligations: readonly Obligation[];
  /** Why not, most specific first. Present on every deny. */
  readonly reasons: readonly Reason[];
  /** Segments that every slice leaves out: told to the caller whether or not any such record exists. */
  readonly segmentsLeftOut: readonly string[];
}

/** What one record shows: the JOIN of the slices that reach it, MEET every ceiling. */
export interface ElementView {
  readonly elements: TransformVector;
  /** Rules that gave anything, in slice order. */
  readonly rules: readonly RuleId[];
  readonly grantIds: readonly string[];
}
