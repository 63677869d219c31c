import { dayOfMoment, momentOf } from "../calendar.ts";
import type { Patient, Visit } from "../demand/types.ts";
import { code, concept, integer, period, reference } from "../fhir/datatypes.ts";
import { SYSTEMS } from "../fhir/systems.ts";
import type { Member, Workforce } from "../workforce/types.ts";
import { labelsOf, refMember, refOrganization, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const ACTIVE_DAYS = 90;

/** The people who care for the patient over time; care managers for those with several chronic problems. */
export function writeCareTeam(scope: ChartScope, patient: Patient, visits: readonly Visit[]): string {
  const since = momentOf(patient.registeredOn + 1, 9);
  const treating = visits
    .filter((visit) => dayOfMoment(visit.end) >= scope.today - ACTIVE_DAYS)
    .map(({ clinician }) => clinician);
  const members = new Map(
    [
      patient.physician,
      ...treating,
      ...(isManaged(patient) ? [careManagerOf(scope.workforce, patient)] : []),
    ].map((member) => [member.userName, member] as const),
  );
  return scope.book.add({
    type: "CareTeam",
    patient,
    recorded: since,
    labels: labelsOf(patient.diagnoses.filter(({ part2 }) => part2)),
    story: [...members.values()].map(({ displayName, title }) => `${displayName}, ${title}`),
    body: {
      status: "active",
      category: [
        concept(code(SYSTEMS.loinc, "LA28865-6", "Longitudinal care-coordination focused care team")),
      ],
      name: `Care team of ${patient.person.given[0]} ${patient.person.family}`,
      subject: refPatient(patient),
      period: period(since),
      participant: [...members.values()].map((member) => ({
        role: [concept(roleOf(member))],
        member: refMember(member),
        onBehalfOf: refOrganization(scope, member.department),
        period: period(since),
      })),
      managingOrganization: [reference("Organization/alder-falls-practice", "Alder Falls Family Practice")],
    },
  });
}

/** Patients of the care manager: three chronic problems or more, or a sensitive problem treated in primary care. */
export function isManaged(patient: Patient): boolean {
  return patient.diagnoses.length >= 3 || patient.id === "patient-pat";
}

function roleOf(member: Member): ReturnType<typeof code> {
  if (member.role === "care-manager") return code(SYSTEMS.snomed, "768820003", "Care coordinator");
  if (member.role === "nurse") return code(SYSTEMS.snomed, "224535009", "Registered nurse");
  return code(SYSTEMS.snomed, "59058001", "General physician");
}

/** Whose panel a managed patient is on. */
export function careManagerOf(workforce: Workforce, patient: Patient): Member {
  return workforce.colleagueOf("cara.caremanager", patient.id);
}

/** Each care manager's panel as a group of patients. */
export function writePanels(scope: ChartScope, patients: readonly Patient[]): void {
  const panels = new Map<Member, Patient[]>();
  for (const patient of patients.filter(isManaged)) {
    const manager = careManagerOf(scope.workforce, patient);
    panels.set(manager, [...(panels.get(manager) ?? []), patient]);
  }
  for (const [manager, panel] of panels) writePanel(scope, manager, panel);
}

function writePanel(scope: ChartScope, manager: Member, managed: readonly Patient[]): void {
  scope.book.add({
    type: "Group",
    patient: null,
    recorded: momentOf(scope.today - 30, 9),
    story: [`Panel of ${managed.length} patients`],
    body: {
      active: true,
      type: "person",
      actual: true,
      name: "Care management panel",
      quantity: integer(managed.length),
      managingEntity: refMember(manager),
      member: managed.map((patient) => ({
        entity: refPatient(patient),
        period: period(momentOf(scope.today - 200, 9)),
        inactive: false,
      })),
    },
  });
}
