import { date, dateTime, momentOf } from "../calendar.ts";
import type { Patient } from "../demand/types.ts";
import { code, concept } from "../fhir/datatypes.ts";
import type { Code } from "../fhir/datatypes.ts";
import { SYSTEMS, terminology } from "../fhir/systems.ts";
import { refMember, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const ALLERGY_SHARE = 0.28;
const RASH = code(SYSTEMS.snomed, "271807003", "Eruption of skin");
const ANAPHYLAXIS = code(SYSTEMS.snomed, "39579001", "Anaphylaxis");

interface Allergen {
  readonly what: Code;
  readonly category: "medication" | "food" | "environment";
  readonly reaction: Code;
}

const ALLERGENS: readonly Allergen[] = [
  { what: code(SYSTEMS.snomed, "91936005", "Allergy to penicillin"), category: "medication", reaction: RASH },
  { what: code(SYSTEMS.snomed, "91935009", "Allergy to peanut"), category: "food", reaction: ANAPHYLAXIS },
  { what: code(SYSTEMS.snomed, "300916003", "Latex allergy"), category: "environment", reaction: RASH },
  {
    what: code(SYSTEMS.snomed, "294505008", "Allergy to amoxicillin"),
    category: "medication",
    reaction: RASH,
  },
];

/** What the patient must not be given. */
export function writeAllergies(scope: ChartScope, patient: Patient): void {
  const random = scope.random.stream(`allergy/${patient.id}`);
  if (!random.chance(ALLERGY_SHARE) && patient.id !== "patient-pat") return;
  const allergen = random.pick(ALLERGENS);
  const severe = allergen.reaction === ANAPHYLAXIS;
  const recorded = momentOf(patient.registeredOn + 1, 10);
  scope.book.add({
    type: "AllergyIntolerance",
    patient,
    recorded,
    story: [allergen.what.display],
    body: {
      clinicalStatus: concept(code(terminology("allergyintolerance-clinical"), "active", "Active")),
      verificationStatus: concept(
        code(terminology("allergyintolerance-verification"), "confirmed", "Confirmed"),
      ),
      type: "allergy",
      category: [allergen.category],
      criticality: severe ? "high" : "low",
      code: concept(allergen.what),
      patient: refPatient(patient),
      onsetDateTime: date(Math.max(patient.person.bornOn + 1, patient.registeredOn - 1_000)),
      recordedDate: dateTime(recorded),
      recorder: refMember(patient.physician),
      asserter: refPatient(patient),
      note: [{ text: `${patient.person.given[0]} carries a warning card.` }],
      reaction: [
        {
          manifestation: [concept(allergen.reaction)],
          severity: severe ? "severe" : "mild",
          description: allergen.reaction.display,
        },
      ],
    },
  });
}
