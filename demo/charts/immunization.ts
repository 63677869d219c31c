import { date, dateTime, momentOf } from "../calendar.ts";
import type { Day } from "../calendar.ts";
import type { Patient } from "../demand/types.ts";
import { code, concept, decimal, quantity, reference } from "../fhir/datatypes.ts";
import { SYSTEMS } from "../fhir/systems.ts";
import type { Code } from "../fhir/datatypes.ts";
import type { Random } from "../random.ts";
import { refLocation, refMember, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const DAYS_PER_MONTH = 30;
const cvx = (value: string, display: string): Code => code(SYSTEMS.cvx, value, display);
const INFLUENZA = cvx("140", "Influenza, seasonal, injectable, preservative free");
const TETANUS = cvx("115", "Tdap");
/** Childhood schedule: vaccine and age in months. */
const CHILDHOOD: readonly (readonly [Code, number])[] = [
  [cvx("08", "Hep B, adolescent or pediatric"), 1],
  [cvx("20", "DTaP"), 4],
  [cvx("03", "MMR"), 13],
  [cvx("21", "varicella"), 13],
  [cvx("165", "HPV9"), 138],
];

/** Vaccines given here: the childhood schedule, tetanus for adults, last season's influenza. */
export function writeImmunizations(scope: ChartScope, patient: Patient): void {
  const random = scope.random.stream(`immunization/${patient.id}`);
  const { age } = patient.person;
  if (age < 18) {
    for (const [vaccine, months] of CHILDHOOD)
      giveIfDue(scope, random, patient, {
        vaccine,
        day: patient.person.bornOn + months * DAYS_PER_MONTH + random.int(0, 20),
      });
  } else {
    giveIfDue(scope, random, patient, { vaccine: TETANUS, day: scope.today - random.int(300, 2_000) });
  }
  if (age > 0 && random.chance(0.55))
    giveIfDue(scope, random, patient, { vaccine: INFLUENZA, day: scope.today - random.int(20, 300) });
}

function giveIfDue(
  scope: ChartScope,
  random: Random,
  patient: Patient,
  { vaccine, day }: { vaccine: Code; day: Day },
): void {
  if (day > scope.today - 1 || day <= patient.person.bornOn) return;
  const given = momentOf(day, random.int(8, 16), random.int(0, 59));
  scope.book.add({
    type: "Immunization",
    patient,
    recorded: given,
    story: [`${vaccine.display} on ${date(day)}`],
    profile: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-immunization",
    body: {
      status: "completed",
      vaccineCode: concept(vaccine),
      patient: refPatient(patient),
      occurrenceDateTime: dateTime(given),
      recorded: dateTime(given),
      primarySource: true,
      location: refLocation(scope, "primary-care"),
      manufacturer: reference("Organization/alder-falls-practice", "Alder Falls Family Practice"),
      lotNumber: `LOT${random.digits(6)}`,
      expirationDate: date(day + 300),
      site: { text: "left arm" },
      route: { text: "intramuscular" },
      doseQuantity: quantity(decimal(0.5, 2), "mL"),
      performer: [{ actor: refMember(scope.workforce.colleagueOf("nina.nurse", patient.id)) }],
      note: [{ text: `${patient.person.given[0]} tolerated the vaccine well.` }],
    },
  });
}
