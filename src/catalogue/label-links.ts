/** Through which references a record comes by the labels of others; rules R8 and R9 in SPEC.md. */
import { isDirectoryType } from "./patient-link.ts";

/** One reference that lends labels. */
export interface LabelLink {
  /** `Type/id` */
  readonly ref: string;
  /** `whole`: all that labels the target. `setting`: only where, by whom and by which program care was given. */
  readonly lends: "whole" | "setting";
}

/** About people and their cover as such: whatever labels another record says nothing of these. */
const LENDS_NOTHING: ReadonlySet<string> = new Set([
  "Coverage",
  "Endpoint",
  "Group",
  "Patient",
  "Person",
  "RelatedPerson",
]);

/** A chart's front page is not hidden because the patient has a psychiatrist. */
const TAKES_NOTHING: ReadonlySet<string> = new Set(["Group", "Patient", "Person", "RelatedPerson"]);

/** What goes on during them is not all about why they began: a blood pressure is taken at every visit. */
const VISITS: ReadonlySet<string> = new Set(["Encounter", "EpisodeOfCare"]);

/** These tell of a visit as a whole, its reasons included. */
const TELL_OF_VISITS: ReadonlySet<string> = new Set([
  "Appointment",
  "AuditEvent",
  "ChargeItem",
  "Claim",
  "ClaimResponse",
  "ClinicalImpression",
  "Communication",
  "CommunicationRequest",
  "Composition",
  "DocumentManifest",
  "DocumentReference",
  "ExplanationOfBenefit",
  "Invoice",
  "List",
  "Provenance",
  "Task",
]);

/** Directory types that consist of others of their kind: a compound, a kit. */
const MADE_OF_OTHERS: ReadonlySet<string> = new Set(["Medication", "Substance"]);

/** What a record of type `from` takes through a reference to one of type `to`; null: nothing. */
export function linkTo(from: string, to: string, ref: string): LabelLink | null {
  if (TAKES_NOTHING.has(from) || LENDS_NOTHING.has(to)) return null;
  if (isDirectoryType(from) && !(MADE_OF_OTHERS.has(from) && MADE_OF_OTHERS.has(to))) return null;
  const setting = VISITS.has(to) && !TELL_OF_VISITS.has(from);
  return { ref, lends: setting ? "setting" : "whole" };
}

/** True for a link to what says where or by whom care was given. */
export function isSettingLink({ ref }: LabelLink): boolean {
  return isDirectoryType(ref.slice(0, ref.indexOf("/")));
}
