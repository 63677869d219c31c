import type { Basis, RecipientClass } from "../../../catalogue/vocabulary.ts";
import type { Directive, DirectiveStore } from "../directive.ts";

/**
 * The elements of a written consent, 42 CFR 2.31(a)(1)–(10). One that lacks an element is deficient, and nothing may be
 * disclosed on it, 2.31(c).
 */
export const CONSENT_PARTS = [
  "patient-name",
  "discloser",
  "description",
  "recipients",
  "purpose",
  "right-to-revoke",
  "expiration",
  "signature",
  "date-signed",
  "consequences",
] as const;

export type ConsentPart = (typeof CONSENT_PARTS)[number];

export interface ConsentTerms {
  /** What of the form is there, as the person who looked at it says. */
  readonly present: readonly ConsentPart[];
  /** Who may disclose: the program or person, 2.31(a)(2). */
  readonly discloser: string;
  /** How much and what kind of information, 2.31(a)(3), in the words of the form. */
  readonly description: string;
  readonly recipientClasses: readonly RecipientClass[];
  readonly bases: readonly Basis[];
  /** Milliseconds since 1970. */
  readonly signedAt: number;
  /** Null: the form says `none`, which it may for treatment, payment and operations, 2.31(a)(7). */
  readonly until: number | null;
}

export type ConsentActKind = "record" | "revoke";

export type PatientConsent = Directive<ConsentTerms, ConsentActKind>;

export type ConsentStore = DirectiveStore<ConsentTerms, ConsentActKind>;
