import type { Catalogue, SegmentDefinition, SegmentMask } from "../catalogue/types.ts";
import type { RelationDefinition } from "../catalogue/relations.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import type { Act, Basis, Capability, ExemptionCode, RecipientClass } from "../catalogue/vocabulary.ts";

/** `role:biller/billing#1`, `purpose:claim-support/disclose`, `exempt:treatment`, `ceiling:never/billing`. Stable, shown, recorded. */
export type RuleId = string;

/** Where something stands in the policy files, for diagnostics and for `explain`. Lines and columns count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One policy file as it lies on disk. */
export interface PolicyFile {
  /** As shown in diagnostics, with `/` between folders. */
  readonly path: string;
  readonly text: string;
}

/** One policy, compiled: the only form the engine reads. Immutable. */
export interface CompiledPolicy {
  /** SHA-256 over the canonical form of everything below, hex. In every decision and every record. */
  readonly hash: string;
  readonly org: CompiledOrg;
  readonly catalogue: Catalogue;
  readonly roles: ReadonlyMap<string, CompiledRole>;
  readonly purposes: ReadonlyMap<string, CompiledPurpose>;
  /** Own id, HL7 code, or `|`-qualified code to the purposes it stands for: itself and its descendants. */
  readonly declarable: ReadonlyMap<string, readonly string[]>;
  readonly relations: ReadonlyMap<string, RelationDefinition>;
  /** Order gives the bit of each segment in a SegmentMask. */
  readonly segments: readonly CompiledSegment[];
  readonly exemptions: ReadonlyMap<ExemptionCode, CompiledExemption>;
  /**
   * Dated grants, apart from the standing ones, so that an engine that does not look at dates gives nothing by them.
   * Absent: none.
   */
  readonly exceptions?: readonly DatedGrant[];
  /** How long what is documented is kept. Absent: nothing is ever due. */
  readonly retention?: RetentionSchedule;
  /** What is shown at most to whoever of the workforce comes by no device that proves itself. Absent: no device is asked for. */
  readonly devices?: DeviceDemand;
  /** People that the policy itself names (demo people; a production policy has none). */
  readonly people: readonly PolicyPerson[];
}

export interface DeviceDemand {
  /** Milliseconds since it was seen last. */
  readonly seenWithinMs: number;
  readonly otherwise: TransformVector;
}

export interface CompiledOrg {
  readonly id: string;
  readonly title: string;
  /** IANA zone that days, shifts and windows are counted in. */
  readonly timeZone: string;
  /** How often one person may look patients up within an hour; absent: the product's own limits. */
  readonly locate?: { readonly missesPerHour: number; readonly lookupsPerHour: number };
}

/** How long what is documented is kept, 45 CFR 164.316(b)(2)(i), 164.530(j)(2). */
export interface RetentionSchedule {
  readonly title: string;
  readonly owner: string;
  readonly reviewBy: string;
  readonly classes: readonly RetentionClass[];
}

export interface RetentionClass {
  /** `record-entries`, `policies`… */
  readonly id: string;
  readonly title: string;
  /** The longest that any law asks for; six at least. */
  readonly years: number;
  /** `last-effect`: from creation or the day it was last in effect, whichever is later. */
  readonly from: "creation" | "last-effect";
  readonly cfr: readonly string[];
  readonly why: string;
  /** What states ask for beyond. */
  readonly longer: readonly { readonly state: string; readonly years: number; readonly law: string }[];
}

/** A segment with what its file says about it, for those who read the policy; the engine needs the definition alone. */
export interface CompiledSegment extends SegmentDefinition {
  readonly lists: readonly SegmentList[];
  readonly why: string;
  readonly owner: string;
  /** ISO date, as of a role. */
  readonly reviewBy: string;
  readonly cfr: readonly string[];
  readonly at: SourcePosition;
}

/** Codes of one system that give a segment its label, in the order of the file. */
export interface SegmentList {
  /** Where the codes are looked for: `security` in meta.security, the others as in segments/*.yaml. */
  readonly kind: "security" | "codes" | "medications" | "locations" | "specialties";
  readonly system: string;
  readonly codes: readonly string[];
  /** True: each stands for every code that begins so. */
  readonly beginnings: boolean;
}

export interface CompiledRole {
  readonly id: string;
  readonly title: string;
  readonly jobFunctions: readonly string[];
  /** workforce, vendor, patient or program. */
  readonly kind: "workforce" | "vendor" | "patient" | "program";
  /** A provider who treats: may claim the treatment exemption for its own requests. */
  readonly provider: boolean;
  readonly grants: readonly CompiledGrant[];
  readonly breakGlass: boolean;
  readonly conflictsWith: readonly string[];
  /** Elements that no standing grant of this role may give, each at `keep`; all others at `drop`. */
  readonly never: TransformVector;
  readonly eligible: Eligibility;
  /** Who attests, and how often, that the people who hold the role still need it. */
  readonly recertify: { readonly every: string; readonly by: string };
  readonly why: string;
  readonly owner: string;
  /** ISO date: the day by which the file must have been looked at again. */
  readonly reviewBy: string;
  readonly cfr: readonly string[];
  readonly at: SourcePosition;
}

/** What a role may ask for or approve, besides its standing grants. Ids of purposes, as in the source. */
export interface Eligibility {
  /** Purposes whose `mayAsk` it may ask for, one case at a time. */
  readonly jit: readonly string[];
  /** Purposes whose requests it may approve. */
  readonly approve: readonly string[];
}

/** One standing grant: elements on records for a purpose. */
export interface CompiledGrant {
  readonly rule: RuleId;
  readonly role: string;
  readonly purpose: string;
  /** Relation the person must have to every patient of the record; `directory` needs a record without patients. */
  readonly relation: string;
  readonly can: ReadonlySet<Capability>;
  /** Elements with a transform each. */
  readonly elements: TransformVector;
  /**
   * Per segment bit: the elements this grant still gives on a record that carries the segment.
   * A segment that is absent here hides the record from this grant.
   */
  readonly segments: ReadonlyMap<number, TransformVector>;
  /** Empty: any. */
  readonly systems: readonly string[];
  readonly at: SourcePosition;
}

/** A grant of a dated exception: it holds within its period alone. Its rule is `exception:<id>`. */
export interface DatedGrant extends CompiledGrant {
  /** Half-open [from, until), milliseconds since 1970. */
  readonly period: { readonly from: number; readonly until: number };
}

export interface CompiledPurpose {
  readonly id: string;
  readonly title: string;
  /** HL7 v3 ActReason (PurposeOfUse) code; undefined for employment. */
  readonly code: string | undefined;
  readonly parent: string | undefined;
  readonly basis: Basis;
  readonly acts: ReadonlySet<Act>;
  /** Granted by a workflow, never declared (BTG). */
  readonly declarable: boolean;
  /** Must be named together with its case (`claim-support`). */
  readonly caseBound: boolean;
  /** What the work needs; undefined where the purpose does not say, so that its ceiling alone binds. */
  readonly needs: TransformVector | undefined;
  /** What may be asked for one case at a time; nothing where the purpose names nothing. */
  readonly mayAsk: MayAsk;
  /** Ceiling: elements that this purpose may ever give, for a use. */
  readonly never: TransformVector;
  readonly neverSegments: SegmentMask;
  /** What a disclosure or a request of ours may hold, and with whom; undefined: the act needs an exemption. */
  readonly disclose: OutboundRule | undefined;
  readonly request: OutboundRule | undefined;
  /** Empty: any. */
  readonly channels: readonly string[];
  readonly maxPatients: number | undefined;
  readonly maxEncounters: number | undefined;
  /** How long what is asked for lasts, in the source's words: `4h`, `30d`, `6mo`, or `encounter` by default. */
  readonly period: { readonly default: string; readonly max: string } | undefined;
  readonly why: string;
  /** One line shown where the purpose is picked. */
  readonly reminder: string | undefined;
  /** When another purpose is the right one. */
  readonly notThisIf: string | undefined;
  readonly owner: string;
  /** ISO date, as of a role. */
  readonly reviewBy: string;
  readonly cfr: readonly string[];
  readonly at: SourcePosition;
}

export interface MayAsk {
  readonly elements: TransformVector;
  readonly segments: SegmentMask;
}

export interface OutboundRule {
  readonly rule: RuleId;
  readonly recipients: ReadonlySet<RecipientClass>;
  readonly elements: TransformVector;
}

export interface CompiledExemption {
  readonly code: ExemptionCode;
  readonly rule: RuleId;
  readonly cfr: string;
  readonly acts: ReadonlySet<Act>;
  readonly recipients: ReadonlySet<RecipientClass>;
  readonly bases: ReadonlySet<Basis>;
  /** How far it reaches. `record`: everything; the others as far as their own text. */
  readonly reach: "record" | "authorization-text" | "law-list" | "transaction-profile";
  /** Named transaction profiles: required elements only (837, 270…). */
  readonly profiles: ReadonlyMap<string, TransformVector>;
  /** Segments it does not lift. */
  readonly exceptSegments: SegmentMask;
  readonly at: SourcePosition;
}

export interface PolicyPerson {
  readonly id: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly fhirUser: string | undefined;
  readonly department: string | undefined;
  readonly manager: string | undefined;
}
