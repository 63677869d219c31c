import { AppError } from "../src/kernel/errors.ts";
import { isJsonObject } from "../src/kernel/json.ts";
import type { JsonObject, JsonValue } from "../src/kernel/json.ts";
import { dayOfMoment } from "./calendar.ts";
import type { Day } from "./calendar.ts";
import { NOTE_TYPES } from "./charts/note.ts";
import type { Demand, Patient } from "./demand/types.ts";

/**
 * Named records for tests and for the tour. For one seed those of patients and notes are the same every day;
 * those of the work queues follow the day.
 * Patients are given by id, other records as `Type/id`.
 */
export interface Landmarks {
  /** `pat.patient` */
  readonly pat: string;
  /** In paul.provider's care, with an encounter in the last 90 days and nothing of a sensitive area. */
  readonly paulsPatient: string;
  /** No tie to paul.provider: neither physician, care team nor encounter. */
  readonly strangerOfPaul: string;
  /** Has a claim that bea.biller works on. */
  readonly billablePatient: string;
  readonly assignedClaim: string;
  /** Booked today or in the next 30 days. */
  readonly bookedPatient: string;
  /** In cory.coder's queue. */
  readonly codingEncounter: string;
  /** Has a psychotherapy note that paul.provider did not write. */
  readonly psychotherapyPatient: string;
  readonly psychotherapyNote: string;
  /** A psychotherapy note that paul.provider wrote. */
  readonly paulsPsychotherapyNote: string;
  /** Treated in the program under 42 CFR Part 2. */
  readonly part2Patient: string;
  /** Buprenorphine from primary care: no label, the codes alone tell. */
  readonly substanceUsePatient: string;
  readonly hivPatient: string;
  readonly reproductivePatient: string;
  readonly geneticPatient: string;
  readonly minorPatient: string;
  /** A minor with care that the parents do not control. */
  readonly confidentialMinor: string;
  /** A prescription that phil.pharmacist is to fill, of a patient with nothing of a sensitive area. */
  readonly openPrescription: string;
}

/** Finds the landmarks by what they must be, so that they hold for every seed. */
export function findLandmarks(scene: Scene): Landmarks {
  const finder = new Finder(scene);
  const claimTask = finder.taskOf("bea-biller");
  const codingTask = finder.taskOf("cory-coder");
  const others = finder.record(
    "DocumentReference",
    (note) => isSessionNote(note) && !writtenBy(note, "paul-provider"),
  );
  const own = finder.record(
    "DocumentReference",
    (note) => isSessionNote(note) && writtenBy(note, "paul-provider"),
  );
  const prescription = finder.record(
    "MedicationRequest",
    (order) =>
      order["status"] === "active" &&
      order["medicationCodeableConcept"] !== undefined &&
      finder.isOrdinary(patientOf(order, "subject")),
  );
  return {
    pat: "patient-pat",
    paulsPatient: finder.patient(
      "paul's patient",
      (patient) => patient.id !== "patient-pat" && finder.isPauls(patient) && isOrdinary(patient),
    ),
    strangerOfPaul: finder.patient(
      "stranger of paul",
      (patient) => finder.isStrangerOfPaul(patient) && isOrdinary(patient),
    ),
    billablePatient: patientOf(claimTask, "for"),
    assignedClaim: referenceIn(claimTask, "focus"),
    bookedPatient: finder.booked(),
    codingEncounter: referenceIn(codingTask, "focus"),
    psychotherapyPatient: patientOf(others, "subject"),
    psychotherapyNote: linkTo(others),
    paulsPsychotherapyNote: linkTo(own),
    part2Patient: finder.patient("part 2 patient", hasProblem("opioid-use", { part2: true })),
    substanceUsePatient: finder.patient(
      "substance use patient",
      hasProblem("opioid-use", { part2: false, marking: "codes-only" }),
    ),
    hivPatient: finder.patient("hiv patient", hasProblem("hiv", { marking: "labeled" })),
    reproductivePatient: finder.patient("reproductive patient", hasProblem("pregnancy", {})),
    geneticPatient: finder.patient("genetic patient", hasProblem("brca1", {})),
    minorPatient: finder.patient(
      "minor patient",
      (patient) => patient.person.role === "child" && patient.person.occupation === "student",
    ),
    confidentialMinor: finder.patient("confidential minor", ({ diagnoses }) =>
      diagnoses.some(({ confidential }) => confidential),
    ),
    openPrescription: linkTo(prescription),
  };
}

/** A patient to try with, by id: in paul.provider's care and ordinary; found without reading the charts. */
export function findPatientToTry(demand: Demand, today: Day): string {
  const finder = new Finder({ demand, records: [], today });
  return finder.patient("paul's patient", (patient) => isOrdinary(patient) && finder.isPauls(patient));
}

interface Scene {
  readonly demand: Demand;
  readonly records: readonly JsonObject[];
  readonly today: Day;
}

class Finder {
  readonly #demand: Demand;
  readonly #records: readonly JsonObject[];
  readonly #today: Day;
  readonly #ordinary: ReadonlySet<string>;

  constructor({ demand, records, today }: Scene) {
    this.#demand = demand;
    this.#ordinary = new Set(demand.patients.filter(isOrdinary).map(({ id }) => id));
    this.#records = records;
    this.#today = today;
  }

  record(type: string, holds: (record: JsonObject) => boolean): JsonObject {
    return found(
      type,
      this.#records.find((record) => record["resourceType"] === type && holds(record)),
    );
  }

  /** A task of this practitioner, on a patient without sensitive problems if there is one. */
  taskOf(practitioner: string): JsonObject {
    const tasks = this.#records.filter(
      (record) => record["resourceType"] === "Task" && ownedBy(record, practitioner),
    );
    return found(
      `task of ${practitioner}`,
      tasks.find((task) => this.isOrdinary(patientOf(task, "for"))) ?? tasks[0],
    );
  }

  /** Nothing of a sensitive area, by the patient's id. */
  isOrdinary(patient: string): boolean {
    return this.#ordinary.has(patient);
  }

  patient(what: string, holds: (patient: Patient) => boolean): string {
    return found(what, this.#demand.patients.find(holds)).id;
  }

  booked(): string {
    return found(
      "booking",
      this.#demand.bookings.find(({ status, patient }) => status === "booked" && isOrdinary(patient)),
    ).patient.id;
  }

  isPauls(patient: Patient): boolean {
    const treated = this.#demand.visits.filter(
      (visit) => visit.patient.id === patient.id && visit.clinician.userName === "paul.provider",
    );
    return (
      patient.physician.userName === "paul.provider" &&
      treated.some((visit) => dayOfMoment(visit.end) > this.#today - 90)
    );
  }

  isStrangerOfPaul(patient: Patient): boolean {
    if (patient.physician.userName === "paul.provider") return false;
    return !this.#demand.visits.some(
      (visit) => visit.patient.id === patient.id && visit.clinician.userName === "paul.provider",
    );
  }
}

function found<T>(what: string, value: T | undefined): T {
  if (value === undefined)
    throw new AppError("internal", `this seed gives no \`${what}\``, { hint: "Choose another seed." });
  return value;
}

function isOrdinary(patient: Patient): boolean {
  return patient.diagnoses.length > 0 && patient.diagnoses.every(({ problem }) => problem.area === null);
}

function hasProblem(
  id: string,
  wanted: { readonly part2?: boolean; readonly marking?: string },
): (patient: Patient) => boolean {
  return (patient) =>
    patient.diagnoses.some(
      (diagnosis) =>
        diagnosis.problem.id === id &&
        (wanted.part2 === undefined || diagnosis.part2 === wanted.part2) &&
        (wanted.marking === undefined || diagnosis.marking === wanted.marking),
    );
}

function linkTo(record: JsonObject): string {
  const { resourceType, id } = record;
  return typeof resourceType === "string" && typeof id === "string" ? `${resourceType}/${id}` : "";
}

function referenceIn(record: JsonObject, member: string): string {
  const target = record[member];
  const text = isJsonObject(target) ? target["reference"] : undefined;
  return typeof text === "string" ? text : "";
}

function patientOf(record: JsonObject, member: string): string {
  return referenceIn(record, member).replace("Patient/", "");
}

function ownedBy(task: JsonObject, practitioner: string): boolean {
  return referenceIn(task, "owner") === `Practitioner/practitioner-${practitioner}`;
}

function writtenBy(note: JsonObject, practitioner: string): boolean {
  return list(note["author"]).some(
    (author) => isJsonObject(author) && author["reference"] === `Practitioner/practitioner-${practitioner}`,
  );
}

function isSessionNote(note: JsonObject): boolean {
  const type = note["type"];
  return (
    isJsonObject(type) &&
    list(type["coding"]).some(
      (coding) => isJsonObject(coding) && coding["code"] === NOTE_TYPES.psychotherapy.code,
    )
  );
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
