import type { Tone } from "../../ui/badge/badge.tsx";
import type {
  Basis,
  ConsentPart,
  ConsentStatus,
  Ground,
  RecipientClass,
  Restriction,
  RestrictionStatus,
} from "./register.ts";

interface StatusWords {
  readonly text: string;
  readonly tone: Tone;
}

export const RESTRICTION_STATUS: Readonly<Record<RestrictionStatus, StatusWords>> = {
  requested: { text: "Waits for an answer", tone: "caution" },
  agreed: { text: "Agreed to", tone: "permit" },
  refused: { text: "Refused", tone: "neutral" },
  terminated: { text: "Ended", tone: "neutral" },
};

export const CONSENT_STATUS: Readonly<Record<ConsentStatus, StatusWords>> = {
  given: { text: "Given", tone: "permit" },
  revoked: { text: "Revoked", tone: "neutral" },
};

export const KINDS: Readonly<Record<Restriction["kind"], string>> = {
  "self-pay": "Paid in full",
  agreed: "By agreement",
};

export const RECIPIENTS: Readonly<Record<RecipientClass, string>> = {
  "health-plan": "Health plans",
  provider: "Providers",
  clearinghouse: "Clearinghouses",
  "business-associate": "Business associates",
  individual: "The individual",
  "personal-representative": "Personal representatives",
  employer: "Employers",
  school: "Schools",
  insurer: "Life and other insurers",
  researcher: "Researchers",
  "public-health-authority": "Public health authorities",
  "law-enforcement": "Law enforcement",
  court: "Courts",
  "health-oversight": "Health oversight",
  hhs: "HHS",
  coroner: "Coroners",
  other: "Others",
};

export const BASES: Readonly<Record<Basis, string>> = {
  treatment: "Treatment",
  payment: "Payment",
  operations: "Health care operations",
  authorization: "With an authorization",
  "required-by-law": "Required by law",
  research: "Research",
  "public-health": "Public health",
  individual: "To the individual",
  oversight: "Oversight",
  emergency: "Emergency",
  none: "Employment and others outside HIPAA",
};

/** What an individual may ask to restrict, 45 CFR 164.522(a)(1)(i)(A). */
export const RESTRICTABLE = ["treatment", "payment", "operations"] as const satisfies readonly Basis[];

/** What a Part 2 consent may be given for, 42 CFR 2.31(a)(5): all that takes one. */
export const CONSENTED = [
  "treatment",
  "payment",
  "operations",
  "authorization",
  "research",
  "public-health",
  "oversight",
  "required-by-law",
] as const satisfies readonly Basis[];

/** The elements of 42 CFR 2.31(a), in its order. */
export const CONSENT_PARTS: Readonly<Record<ConsentPart, string>> = {
  "patient-name": "The patient’s name",
  discloser: "Who may disclose",
  description: "How much and what kind of information",
  recipients: "Who receives it",
  purpose: "The purpose",
  "right-to-revoke": "The right to revoke it, and how",
  expiration: "When it expires, or “none”",
  signature: "The patient’s signature",
  "date-signed": "The date it was signed",
  consequences: "What follows from not signing",
};

export const GROUNDS: Readonly<Record<Ground, string>> = {
  "individual-wrote": "The individual asked for it in writing",
  "individual-agreed-orally": "The individual agreed orally, and it is documented",
};

const ACTS: Readonly<Record<string, string>> = {
  request: "Asked for",
  accept: "Agreed to",
  refuse: "Refused",
  terminate: "Ended",
  record: "Registered",
  revoke: "Revoked",
};

/** What was done, in a word. */
export function actWord(act: string): string {
  return ACTS[act] ?? act;
}

/** The words of an act; of an end they say on what ground it came. */
export function noteOf(act: string, note: string | null): string | null {
  if (note === null || act !== "terminate") return note;
  return Object.entries(GROUNDS).find(([ground]) => ground === note)?.[1] ?? note;
}

/** The keys of a table of words, in its order. */
export function idsOf<Id extends string>(words: Readonly<Record<Id, unknown>>): readonly Id[] {
  return Object.keys(words) as Id[];
}

/** `Health plans, providers`; `all` where nothing is named. */
export function listed<Id extends string>(
  ids: readonly Id[],
  words: Readonly<Record<Id, string>>,
  all: string,
): string {
  return ids.length === 0 ? all : ids.map((id, at) => (at === 0 ? words[id] : within(words[id]))).join(", ");
}

/** A word as it stands within a sentence; abbreviations stay. */
function within(word: string): string {
  return /^[A-Z][a-z]/.test(word) ? word.charAt(0).toLowerCase() + word.slice(1) : word;
}
