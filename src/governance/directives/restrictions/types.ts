import type { Basis, RecipientClass } from "../../../catalogue/vocabulary.ts";
import type { Directive, DirectiveStore } from "../directive.ts";

/** What an individual asks to have restricted, 45 CFR 164.522(a)(1)(i). */
export interface RestrictionTerms {
  /** `self-pay`: an item or service paid in full by someone other than the plan; must be agreed to, (a)(1)(vi). */
  readonly kind: "self-pay" | "agreed";
  /** `Claim/3`, `Encounter/7`: the records of it. Empty: every record of the patient. */
  readonly refs: readonly string[];
  /** Empty: every recipient, and our own uses. */
  readonly recipientClasses: readonly RecipientClass[];
  /** Empty: treatment, payment and operations. */
  readonly bases: readonly Basis[];
  /** The elements that are restricted, by id or `claim.*`. Empty: all of them. */
  readonly elements: readonly string[];
  /** Milliseconds since 1970; null: at once. */
  readonly from: number | null;
  /** Null: until it is terminated. */
  readonly until: number | null;
}

export type RestrictionActKind = "request" | "accept" | "refuse" | "terminate";

export type PatientRestriction = Directive<RestrictionTerms, RestrictionActKind>;

export type RestrictionStore = DirectiveStore<RestrictionTerms, RestrictionActKind>;

export type RestrictionStatus = "requested" | "agreed" | "refused" | "terminated";

/** By what an individual ended it, 45 CFR 164.522(a)(2)(i) and (ii). */
export type TerminationGround = "individual-wrote" | "individual-agreed-orally";
