import type { Basis, ConsentPart, NewConsent, NewRestriction, RecipientClass } from "./register.ts";
import { isLogicalId } from "./register.ts";
import { CONSENT_PARTS, idsOf } from "./words.ts";

/** A restriction as it is being written: texts of fields, days as `2026-05-04`. */
export interface RestrictionDraft {
  readonly patient: string;
  readonly kind: NewRestriction["kind"];
  /** One a line. */
  readonly refs: string;
  readonly recipients: readonly RecipientClass[];
  readonly bases: readonly Basis[];
  /** One a line. */
  readonly elements: string;
  readonly from: string;
  readonly until: string;
  readonly note: string;
}

/** A consent as it is being written. */
export interface ConsentDraft {
  readonly patient: string;
  readonly present: readonly ConsentPart[];
  readonly discloser: string;
  readonly description: string;
  readonly recipients: readonly RecipientClass[];
  readonly bases: readonly Basis[];
  readonly signed: string;
  readonly until: string;
  readonly note: string;
}

/** What is wrong with a field, by its name. */
export type Lacks<Draft> = Readonly<Partial<Record<keyof Draft, string>>>;

export const NO_RESTRICTION: RestrictionDraft = {
  patient: "",
  kind: "agreed",
  refs: "",
  recipients: [],
  bases: [],
  elements: "",
  from: "",
  until: "",
  note: "",
};

export const NO_CONSENT: ConsentDraft = {
  patient: "",
  present: [],
  discloser: "",
  description: "",
  recipients: [],
  bases: [],
  signed: "",
  until: "",
  note: "",
};

const REF = /^[A-Z][A-Za-z]{0,63}\/[A-Za-z0-9\-.]{1,64}$/;
const NO_ID = "Give the logical id of the Patient, such as 7f3c.";

/** What keeps a draft from being sent; the server looks at the rest. */
export function restrictionLacks({ patient, kind, refs }: RestrictionDraft): Lacks<RestrictionDraft> {
  const odd = linesOf(refs).find((ref) => !REF.test(ref));
  return {
    ...(isLogicalId(patient.trim()) ? {} : { patient: NO_ID }),
    ...(odd === undefined ? {} : { refs: "Write each as type and id, such as Claim/3." }),
    ...(kind === "self-pay" && linesOf(refs).length === 0
      ? { refs: "Name what was paid in full, such as Claim/3." }
      : {}),
  };
}

/** What keeps a draft from being sent: an element that the form lacks makes the consent deficient, 42 CFR 2.31(c). */
export function consentLacks(draft: ConsentDraft): Lacks<ConsentDraft> {
  const missing = idsOf(CONSENT_PARTS).length - draft.present.length;
  return {
    ...(isLogicalId(draft.patient.trim()) ? {} : { patient: NO_ID }),
    ...(missing === 0
      ? {}
      : { present: "A form that lacks one of them is deficient: nothing may be disclosed on it." }),
    ...(draft.discloser.trim() === "" ? { discloser: "Name the program or person." } : {}),
    ...(draft.description.trim() === "" ? { description: "Give the words of the form." } : {}),
    ...(draft.recipients.length === 0 ? { recipients: "Name at least one." } : {}),
    ...(draft.bases.length === 0 ? { bases: "Name at least one." } : {}),
    ...(draft.signed === "" ? { signed: "Give the date of the signature." } : {}),
  };
}

/** What is sent. Of what was paid in full, only the item: the law says the rest, 45 CFR 164.522(a)(1)(vi). */
export function newRestriction(id: string, draft: RestrictionDraft): NewRestriction {
  const { kind, recipients, bases } = draft;
  const own = {
    recipients: [...recipients],
    bases: [...bases],
    elements: linesOf(draft.elements),
    ...timeOf("until", draft.until, 1),
  };
  return {
    id,
    patient: draft.patient.trim(),
    kind,
    refs: linesOf(draft.refs),
    ...(kind === "self-pay" ? {} : own),
    ...timeOf("from", draft.from, 0),
    ...textOf("note", draft.note),
  };
}

/** What is sent. */
export function newConsent(id: string, draft: ConsentDraft): NewConsent {
  return {
    id,
    patient: draft.patient.trim(),
    present: [...draft.present],
    discloser: draft.discloser.trim(),
    description: draft.description.trim(),
    recipients: [...draft.recipients],
    bases: [...draft.bases],
    signedAt: startOf(draft.signed, 0),
    ...timeOf("until", draft.until, 1),
    ...textOf("note", draft.note),
  };
}

function linesOf(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function textOf(name: "note", text: string): { note?: string } {
  return text.trim() === "" ? {} : { [name]: text.trim() };
}

function timeOf<Name extends "from" | "until">(
  name: Name,
  day: string,
  later: number,
): { [name in Name]?: string } {
  return day === "" ? {} : ({ [name]: startOf(day, later) } as { [name in Name]?: string });
}

/** ISO time at which a day begins, so many days later, by the browser's clock; a last day counts whole. */
function startOf(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
