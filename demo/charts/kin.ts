import { date, momentOf } from "../calendar.ts";
import type { Patient } from "../demand/types.ts";
import { concept, period } from "../fhir/datatypes.ts";
import { kinship, nextOfKin } from "./patient.ts";
import { refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

/** Next of kin as a person of their own, for minors and for half of the others. */
export function writeRelatedPerson(scope: ChartScope, patient: Patient): void {
  const kin = nextOfKin(patient.person, patient.household);
  const minor = patient.person.age < 18;
  if (kin === undefined || (!minor && !scope.random.stream(`kin/${patient.id}`).chance(0.5))) return;
  const { address } = patient.household;
  scope.book.add({
    type: "RelatedPerson",
    patient,
    recorded: momentOf(patient.registeredOn, 10),
    story: [`${kin.given[0]} ${kin.family}`],
    body: {
      active: true,
      patient: refPatient(patient),
      relationship: [concept(kinship(patient.person, kin))],
      name: [{ use: "official", family: kin.family, given: kin.given }],
      telecom: [{ system: "phone", value: kin.mobile, use: "mobile" }],
      gender: kin.gender,
      birthDate: date(kin.bornOn),
      address: [
        {
          use: "home",
          line: [`${address.number} ${address.street}`],
          city: address.town.name,
          state: address.town.state,
          postalCode: address.town.zip,
        },
      ],
      period: period(momentOf(patient.registeredOn, 10)),
    },
  });
}
