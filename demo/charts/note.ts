import type { Diagnosis, Visit } from "../demand/types.ts";
import { dateTime } from "../calendar.ts";
import { code, coding, concept, identifier, period, reference } from "../fhir/datatypes.ts";
import type { Code } from "../fhir/datatypes.ts";
import { LABELS } from "../fhir/labels.ts";
import { SYSTEMS } from "../fhir/systems.ts";
import type { Member } from "../workforce/types.ts";
import { labelsOf, refEncounter, refMember, refOrganization, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";
import { htmlText, noteLines, plainText } from "./note-text.ts";

const loinc = (value: string, display: string): Code => code(SYSTEMS.loinc, value, display);

/** Document types of LOINC (FHIR value set c80-doc-typecodes). */
export const NOTE_TYPES = {
  visit: loinc("34108-1", "Outpatient Note"),
  progress: loinc("11506-3", "Progress note"),
  consult: loinc("11488-4", "Consult note"),
  discharge: loinc("18842-5", "Discharge summary"),
  operative: loinc("11504-8", "Operation note"),
  psychotherapy: loinc("34866-4", "Psychology Counseling note"),
} as const;

const CLINICAL_NOTE = code(
  "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
  "clinical-note",
  "Clinical Note",
);
const TELEHEALTH_AS_HTML = new Set(["telehealth", "urgent"]);

interface Note {
  readonly type: Code;
  readonly author: Member;
  readonly findings: readonly string[];
  readonly labels: readonly Code[];
}

/** The notes of one visit. Psychotherapy notes are kept apart from the rest of the chart (45 CFR 164.501). */
export function writeNotes(scope: ChartScope, visit: Visit): void {
  const findings = [
    "Exam and medications reviewed.",
    `Plan: continue, return in ${visit.reasons.length + 2} months.`,
  ];
  writeNote(scope, visit, {
    type: NOTE_TYPES[visit.kind.note],
    author: visit.clinician,
    findings,
    labels: labelsOf(visit.reasons),
  });
  if (visit.kind.id === "day-surgery") {
    const operation = [
      "Procedure: arthroscopy of the knee with partial meniscectomy.",
      "Blood loss 10 mL. Implant recorded with its device identifier.",
    ];
    writeNote(scope, visit, {
      type: NOTE_TYPES.operative,
      author: visit.clinician,
      findings: operation,
      labels: [],
    });
  }
  if (keepsSessionNotes(visit)) {
    const session = [
      "Session content: nightmares, conflict at home, guilt after the accident.",
      "Impression kept for the therapist alone.",
    ];
    writeNote(scope, visit, {
      type: NOTE_TYPES.psychotherapy,
      author: visit.clinician,
      findings: session,
      labels: [LABELS.veryRestricted, LABELS.psychotherapyNote],
    });
  }
}

/** Therapists keep session notes; so does paul.provider, for the patients whom he counsels himself. */
function keepsSessionNotes(visit: Visit): boolean {
  if (visit.kind.id === "behavioral-health") return true;
  return (
    visit.clinician.userName === "paul.provider" &&
    visit.kind.id === "follow-up" &&
    visit.reasons.some(isCounseled)
  );
}

function isCounseled(reason: Diagnosis): boolean {
  return reason.problem.id === "anxiety";
}

function writeNote(scope: ChartScope, visit: Visit, note: Note): void {
  const lines = noteLines(visit, note.type.display, note.findings);
  const asHtml = TELEHEALTH_AS_HTML.has(visit.kind.id);
  const data = asHtml ? htmlText(lines) : plainText(lines);
  const author = refMember(note.author);
  scope.book.add({
    type: "DocumentReference",
    patient: visit.patient,
    recorded: visit.end + 30,
    labels: note.labels,
    profile: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-documentreference",
    story: [`${note.type.display} by ${note.author.displayName}`],
    body: {
      identifier: [
        identifier(
          SYSTEMS.accession,
          `N${scope.book.idOf("note", `${visit.encounterId}/${note.type.code}`).slice(0, 9)}`,
        ),
      ],
      status: "current",
      docStatus: "final",
      type: concept(note.type),
      category: [concept(CLINICAL_NOTE)],
      subject: refPatient(visit.patient),
      date: dateTime(visit.end + 30),
      author: [author],
      authenticator: author,
      custodian: refOrganization(scope, visit.kind.department),
      description: `${note.type.display} about ${visit.patient.person.given[0]} ${visit.patient.person.family}`,
      securityLabel:
        note.labels.length === 0 ? undefined : note.labels.map((label) => ({ coding: [coding(label)] })),
      content: [
        {
          attachment: {
            contentType: asHtml ? "text/html" : "text/plain",
            language: "en-US",
            data,
            creation: dateTime(visit.end + 30),
            title: `${note.type.display}, ${visit.patient.person.family}`,
          },
          format: {
            system: "http://ihe.net/fhir/ValueSet/IHE.FormatCode.codesystem",
            code: "urn:ihe:iti:xds:2017:mimeTypeSufficient",
            display: "mimeType Sufficient",
          },
        },
      ],
      context: {
        encounter: [refEncounter(visit)],
        period: period(visit.start, visit.end),
        sourcePatientInfo: reference(`Patient/${visit.patient.id}`),
      },
    },
  });
}
