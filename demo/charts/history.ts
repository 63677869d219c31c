import type { JsonObject } from "../../src/kernel/json.ts";
import { dateTime, momentOf } from "../calendar.ts";
import type { Diagnosis, Patient } from "../demand/types.ts";
import { code, concept, integer } from "../fhir/datatypes.ts";
import type { Code } from "../fhir/datatypes.ts";
import { SYSTEMS, terminology } from "../fhir/systems.ts";
import { labelsOf, refMember, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const loinc = (value: string, display: string): Code => code(SYSTEMS.loinc, value, display);
const snomed = (value: string, display: string): Code => code(SYSTEMS.snomed, value, display);
const category = (value: string, display: string): JsonObject =>
  concept(code(terminology("observation-category"), value, display));
const SOCIAL = category("social-history", "Social History");
const SURVEY = category("survey", "Survey");

const SMOKING = [
  [70, snomed("266919005", "Never smoked tobacco")],
  [20, snomed("8517006", "Ex-smoker")],
  [10, snomed("77176002", "Smoker")],
] as const;

/** How the patient lives, and what questionnaires found. */
export function writeSocialHistory(scope: ChartScope, patient: Patient): void {
  if (patient.person.age < 12) return;
  const random = scope.random.stream(`history/${patient.id}`);
  const day = scope.today - random.int(20, 400);
  const asked = { scope, patient, day };
  writeFinding(asked, {
    what: loinc("72166-2", "Tobacco smoking status"),
    in: SOCIAL,
    value: { valueCodeableConcept: concept(random.weighted(SMOKING)) },
    story: "Tobacco smoking status",
  });
  writeFinding(asked, {
    what: loinc("11341-5", "History of Occupation"),
    in: SOCIAL,
    value: { valueString: `Works as ${patient.person.occupation}` },
    story: patient.person.occupation,
  });
  if (random.chance(0.3)) {
    const worry = random.weighted([
      [8, loinc("LA28398-8", "Never true")],
      [2, loinc("LA6729-3", "Sometimes true")],
    ]);
    writeFinding(asked, {
      what: loinc("88122-7", "Worried whether food would run out"),
      in: SURVEY,
      value: { valueCodeableConcept: concept(worry) },
      story: "Hunger vital sign",
    });
  }
  for (const diagnosis of patient.diagnoses) writeScore(asked, diagnosis, random.int(4, 19));
}

interface Asked {
  readonly scope: ChartScope;
  readonly patient: Patient;
  readonly day: number;
}

interface Finding {
  readonly what: Code;
  readonly in: JsonObject;
  readonly value: JsonObject;
  readonly story: string;
  readonly of?: Diagnosis;
}

/** Scores of the questionnaires that follow depression, anxiety and drinking. */
function writeScore(asked: Asked, diagnosis: Diagnosis, score: number): void {
  const scale = new Map([
    ["depression", loinc("44261-6", "PHQ-9 total score")],
    ["anxiety", loinc("70274-6", "GAD-7 total score")],
    ["alcohol-use", loinc("75626-2", "AUDIT-C total score")],
  ]).get(diagnosis.problem.id);
  if (scale === undefined) return;
  const points = diagnosis.problem.id === "alcohol-use" ? Math.min(score, 12) : score;
  writeFinding(asked, {
    what: scale,
    in: SURVEY,
    value: { valueInteger: integer(points) },
    story: `${scale.display}: ${points}`,
    of: diagnosis,
  });
}

function writeFinding({ scope, patient, day }: Asked, finding: Finding): void {
  const at = momentOf(day, 10, 15);
  scope.book.add({
    type: "Observation",
    patient,
    recorded: at,
    story: [finding.story],
    labels: finding.of === undefined ? [] : labelsOf([finding.of]),
    body: {
      status: "final",
      category: [finding.in],
      code: concept(finding.what),
      subject: refPatient(patient),
      effectiveDateTime: dateTime(at),
      performer: [refMember(scope.workforce.colleagueOf("nina.nurse", patient.id))],
      ...finding.value,
    },
  });
}

const KIN_ILLNESSES = [
  snomed("38341003", "Hypertensive disorder"),
  snomed("73211009", "Diabetes mellitus"),
  snomed("22298006", "Myocardial infarction"),
];

/** Illness in the family; cancer before 50 in the mother of those with the inherited variant. */
export function writeFamilyHistory(scope: ChartScope, patient: Patient): void {
  const random = scope.random.stream(`family/${patient.id}`);
  const inherited = patient.diagnoses.find(({ problem }) => problem.area === "genetic");
  if (inherited === undefined && !random.chance(0.3) && patient.id !== "patient-pat") return;
  const illness =
    inherited === undefined
      ? random.pick(KIN_ILLNESSES)
      : snomed("254837009", "Malignant neoplasm of breast");
  scope.book.add({
    type: "FamilyMemberHistory",
    patient,
    recorded: momentOf(patient.registeredOn + 1, 11),
    story: [`Mother: ${illness.display}`],
    labels: inherited === undefined ? [] : labelsOf([inherited]),
    body: {
      status: "completed",
      patient: refPatient(patient),
      date: dateTime(momentOf(patient.registeredOn + 1, 11)),
      name: `Mother of ${patient.person.given[0]}, born ${patient.person.mothersMaidenName}`,
      relationship: concept(code(terminology("v3-RoleCode"), "MTH", "mother")),
      sex: concept(code("http://hl7.org/fhir/administrative-gender", "female", "Female")),
      condition: [
        {
          code: concept(illness),
          onsetString: "before 50",
          note: [{ text: `As told by ${patient.person.given[0]}` }],
        },
      ],
    },
  });
}
