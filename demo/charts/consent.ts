import { dateTime, momentOf } from "../calendar.ts";
import type { Patient, Visit } from "../demand/types.ts";
import { code, coding, concept, period, reference } from "../fhir/datatypes.ts";
import { LABELS } from "../fhir/labels.ts";
import { SYSTEMS, terminology } from "../fhir/systems.ts";
import { refMember, refOrganization, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const CONSENT_SHARE = 0.2;
const YEAR_DAYS = 365;

/** Consents on file: notice of privacy practices, and for patients of the program one under 42 CFR 2.31. */
export function writeConsents(scope: ChartScope, patient: Patient): void {
  const program = patient.diagnoses.some(({ part2 }) => part2);
  const random = scope.random.stream(`consent/${patient.id}`);
  if (program && random.chance(0.5))
    writeConsent(scope, patient, { part2: true, day: scope.today - random.int(30, 200) });
  if (random.chance(CONSENT_SHARE) || patient.id === "patient-pat")
    writeConsent(scope, patient, { part2: false, day: patient.registeredOn });
}

function writeConsent(
  scope: ChartScope,
  patient: Patient,
  { part2, day }: { part2: boolean; day: number },
): void {
  const signed = momentOf(day, 9, 30);
  scope.book.add({
    type: "Consent",
    patient,
    recorded: signed,
    labels: part2 ? [LABELS.restricted, LABELS.part2] : [],
    story: [part2 ? "Consent under 42 CFR Part 2" : "Privacy consent"],
    body: {
      status: "active",
      scope: concept(code(terminology("consentscope"), "patient-privacy", "Privacy Consent")),
      category: [concept(code(SYSTEMS.loinc, "59284-0", "Consent Document"))],
      patient: refPatient(patient),
      dateTime: dateTime(signed),
      performer: [refPatient(patient)],
      organization: [refOrganization(scope, part2 ? "recovery-program" : "records-release")],
      policyRule: concept(
        code(
          SYSTEMS.actCode,
          part2 ? "42CFRPart2" : "HIPAANOPP",
          part2 ? "42 CFR Part2" : "HIPAA notice of privacy practices",
        ),
      ),
      provision: {
        type: "permit",
        period: period(signed, momentOf(scope.today + YEAR_DAYS, 0)),
        purpose: [
          coding(code(terminology("v3-ActReason"), "TREAT", "treatment")),
          coding(code(terminology("v3-ActReason"), "HPAYMT", "healthcare payment")),
        ],
        securityLabel: part2 ? [coding(LABELS.part2)] : undefined,
      },
    },
  });
}

const PROVENANCE_SHARE = 0.15;

/** Who entered the visit, where a system that keeps such records sent it. */
export function writeProvenance(scope: ChartScope, visit: Visit): void {
  if (!scope.random.stream(`provenance/${visit.encounterId}`).chance(PROVENANCE_SHARE)) return;
  scope.book.add({
    type: "Provenance",
    patient: null,
    recorded: visit.end,
    story: [`Entered for ${visit.patient.person.given[0]} ${visit.patient.person.family}`],
    body: {
      target: [reference(`Encounter/${visit.encounterId}`), reference(`Patient/${visit.patient.id}`)],
      recorded: dateTime(visit.end),
      activity: concept(code(terminology("v3-DataOperation"), "CREATE", "create")),
      agent: [
        {
          type: concept(code(terminology("provenance-participant-type"), "author", "Author")),
          who: refMember(visit.clinician),
          onBehalfOf: refOrganization(scope, visit.kind.department),
        },
      ],
    },
  });
}
