import type { JsonObject } from "../../src/kernel/json.ts";
import { dateTime } from "../calendar.ts";
import type { Moment } from "../calendar.ts";
import type { Diagnosis, Visit } from "../demand/types.ts";
import { code, coding, concept, identifier, integer, reference } from "../fhir/datatypes.ts";
import { SYSTEMS, terminology } from "../fhir/systems.ts";
import { plainText } from "./note-text.ts";
import { refEncounter, refLocation, refMember, refOrganization, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";
import { technologistOf } from "./laboratory.ts";

const IMAGED = new Set(["ankle-sprain", "back-pain", "knee-osteoarthritis"]);
const XRAY = code(SYSTEMS.loinc, "30746-2", "X-ray of joint");
const DX = code("http://dicom.nema.org/resources/ontology/DCM", "DX", "Digital Radiography");
const DX_IMAGE_STORAGE = "urn:oid:1.2.840.10008.5.1.4.1.1.1.1";
const HOURS_TO_READ = 5;
const MINUTES_TO_IMAGE = 40;

/** Order → study → report, for injuries and joints. */
export function writeImaging(scope: ChartScope, visit: Visit): void {
  const random = scope.random.stream(`imaging/${visit.encounterId}`);
  const reason = visit.reasons.find(({ problem }) => IMAGED.has(problem.id));
  if (reason === undefined || !random.chance(0.6)) return;
  const accession = identifier(SYSTEMS.accession, `X${random.digits(9)}`, {
    code: "ACSN",
    display: "Accession ID",
  });
  const readAt = visit.end + HOURS_TO_READ * 60;
  const examination = { scope, visit, accession, readAt };
  const order = writeOrder(examination, reason);
  if (readAt > scope.closesAt) return;
  const study = writeStudy(examination, order, `2.25.${random.digits(30)}`);
  writeReport(examination, order, study);
}

interface Examination {
  readonly scope: ChartScope;
  readonly visit: Visit;
  readonly accession: JsonObject;
  readonly readAt: Moment;
}

function writeOrder({ scope, visit, accession, readAt }: Examination, reason: Diagnosis): string {
  return scope.book.add({
    type: "ServiceRequest",
    patient: visit.patient,
    recorded: visit.end,
    story: [`${XRAY.display} ordered`],
    body: {
      identifier: [accession],
      status: readAt <= scope.closesAt ? "completed" : "active",
      intent: "order",
      category: [concept(code(SYSTEMS.snomed, "363679005", "Imaging"))],
      code: concept(XRAY),
      subject: refPatient(visit.patient),
      encounter: refEncounter(visit),
      authoredOn: dateTime(visit.end),
      requester: refMember(visit.clinician),
      performer: [refMember(technologistOf(scope, "imaging", visit)), refOrganization(scope, "imaging")],
      reasonCode: [concept(reason.problem.snomed, reason.problem.icd10)],
    },
  });
}

function writeStudy({ scope, visit, accession }: Examination, order: string, uid: string): string {
  const taken = visit.end + MINUTES_TO_IMAGE;
  return scope.book.add({
    type: "ImagingStudy",
    patient: visit.patient,
    recorded: taken,
    story: [`${XRAY.display}, 2 images`],
    body: {
      identifier: [identifier("urn:dicom:uid", `urn:oid:${uid}`), accession],
      status: "available",
      modality: [coding(DX)],
      subject: refPatient(visit.patient),
      encounter: refEncounter(visit),
      started: dateTime(taken),
      basedOn: [reference(order)],
      referrer: refMember(visit.clinician),
      interpreter: [refMember(visit.clinician)],
      numberOfSeries: integer(1),
      numberOfInstances: integer(2),
      location: refLocation(scope, "imaging"),
      description: `${XRAY.display} of ${visit.patient.person.family}`,
      series: [
        {
          uid: `${uid}.1`,
          number: integer(1),
          modality: coding(DX),
          description: "Two views",
          numberOfInstances: integer(2),
          started: dateTime(taken),
          instance: [1, 2].map((nth) => imageOf(uid, nth)),
        },
      ],
    },
  });
}

function imageOf(uid: string, nth: number): JsonObject {
  return {
    uid: `${uid}.1.${nth}`,
    sopClass: { system: "urn:ietf:rfc:3986", code: DX_IMAGE_STORAGE },
    number: integer(nth),
    title: `View ${nth}`,
  };
}

function writeReport({ scope, visit, accession, readAt }: Examination, order: string, study: string): void {
  const finding = `No fracture. Signed for ${visit.patient.person.given[0]} ${visit.patient.person.family}.`;
  const form = plainText([XRAY.display, finding]);
  scope.book.add({
    type: "DiagnosticReport",
    patient: visit.patient,
    recorded: readAt,
    story: [`${XRAY.display}: no fracture`],
    body: {
      identifier: [accession],
      basedOn: [reference(order)],
      status: "final",
      category: [concept(code(terminology("v2-0074"), "RAD", "Radiology"))],
      code: concept(XRAY),
      subject: refPatient(visit.patient),
      encounter: refEncounter(visit),
      effectiveDateTime: dateTime(visit.end + MINUTES_TO_IMAGE),
      issued: dateTime(readAt),
      performer: [refOrganization(scope, "imaging")],
      resultsInterpreter: [refMember(visit.clinician)],
      imagingStudy: [reference(study)],
      conclusion: finding,
      conclusionCode: [concept(code(SYSTEMS.snomed, "1287116002", "No abnormality detected"))],
      presentedForm: [
        {
          contentType: "text/plain",
          data: form,
          title: `Report ${visit.patient.person.family}`,
          creation: dateTime(readAt),
        },
      ],
    },
  });
}
