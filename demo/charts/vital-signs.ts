import type { JsonObject } from "../../src/kernel/json.ts";
import { dateTime, dayOfMoment, yearsBetween } from "../calendar.ts";
import type { Patient, Visit } from "../demand/types.ts";
import { code, concept, decimal, integer, quantity } from "../fhir/datatypes.ts";
import type { Code } from "../fhir/datatypes.ts";
import { SYSTEMS, terminology } from "../fhir/systems.ts";
import type { Random } from "../random.ts";
import { refEncounter, refMember, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const VITAL_SIGNS = concept(code(terminology("observation-category"), "vital-signs", "Vital Signs"));
const PANEL_VISITS = new Set([
  "check-up",
  "follow-up",
  "acute",
  "urgent",
  "day-surgery",
  "emergency",
  "inpatient",
]);
const loinc = (value: string, display: string): Code => code(SYSTEMS.loinc, value, display);

/** What the nurse measures before the clinician comes in. */
export function writeVitalSigns(scope: ChartScope, visit: Visit): void {
  if (!PANEL_VISITS.has(visit.kind.id) || visit.nurse === null) return;
  const random = scope.random.stream(`vitals/${visit.encounterId}`);
  const write = (what: Code, story: string, body: JsonObject): void =>
    writeVitalSign(scope, visit, { what, story, body });
  writeBloodPressure(random, visit, write);
  const pulse = Math.round(random.around(74, 18));
  write(loinc("8867-4", "Heart rate"), `Heart rate ${pulse} per minute`, {
    valueQuantity: quantity(integer(pulse), "/min"),
  });
  writeBodyMeasures(random, visit, write);
  if (visit.kind.id === "acute" || visit.kind.id === "urgent") writeTemperature(random, write);
}

type Write = (what: Code, story: string, body: JsonObject) => void;

function writeBloodPressure(random: Random, visit: Visit, write: Write): void {
  const raised = visit.patient.diagnoses.some(({ problem }) => problem.id === "hypertension");
  const systolic = Math.round(random.around(raised ? 138 : 118, 16));
  const diastolic = Math.round(random.around(raised ? 86 : 74, 10));
  write(loinc("85354-9", "Blood pressure panel"), `Blood pressure ${systolic}/${diastolic}`, {
    component: [
      pressure(loinc("8480-6", "Systolic blood pressure"), systolic),
      pressure(loinc("8462-4", "Diastolic blood pressure"), diastolic),
    ],
  });
}

function pressure(what: Code, value: number): JsonObject {
  return { code: concept(what), valueQuantity: quantity(integer(value), "mmHg", "mm[Hg]") };
}

function writeBodyMeasures(random: Random, visit: Visit, write: Write): void {
  const { height, weight } = bodyOf(visit.patient, dayOfMoment(visit.start));
  const today = weight + random.around(0, 1.5);
  write(loinc("8302-2", "Body height"), `Height ${height.toFixed(1)} cm`, {
    valueQuantity: quantity(decimal(height, 1), "cm"),
  });
  write(loinc("29463-7", "Body weight"), `Weight ${today.toFixed(2)} kg`, {
    valueQuantity: quantity(decimal(today, 2), "kg"),
  });
  const index = today / (height / 100) ** 2;
  write(loinc("39156-5", "Body mass index (BMI)"), `BMI ${index.toFixed(1)}`, {
    valueQuantity: quantity(decimal(index, 1), "kg/m2"),
  });
}

/** Height in cm and weight in kg: one body per person, growing until 18. */
function bodyOf(patient: Patient, day: number): { height: number; weight: number } {
  const age = yearsBetween(patient.person.bornOn, day);
  const build = (Math.abs(patient.person.bornOn) % 17) - 8;
  const adult = (patient.person.birthSex === "F" ? 163 : 176) + build;
  const height = age >= 18 ? adult : 52 + (adult - 52) * Math.min(1, (age + 1) / 18) ** 0.8;
  const lean = age >= 18 ? 24 + (build % 5) : 16 + age / 4;
  return { height, weight: lean * (height / 100) ** 2 };
}

function writeTemperature(random: Random, write: Write): void {
  const celsius = random.around(37.4, 1.2);
  write(loinc("8310-5", "Body temperature"), `Temperature ${celsius.toFixed(2)} Celsius`, {
    valueQuantity: quantity(decimal(celsius, 2), "Cel"),
  });
}

function writeVitalSign(
  scope: ChartScope,
  visit: Visit,
  { what, story, body }: { what: Code; story: string; body: JsonObject },
): void {
  scope.book.add({
    type: "Observation",
    patient: visit.patient,
    recorded: visit.start + 5,
    story: [story],
    body: {
      status: "final",
      category: [VITAL_SIGNS],
      code: concept(what),
      subject: refPatient(visit.patient),
      encounter: refEncounter(visit),
      effectiveDateTime: dateTime(visit.start + 5),
      performer: visit.nurse === null ? undefined : [refMember(visit.nurse)],
      ...body,
    },
  });
}
