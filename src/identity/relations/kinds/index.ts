import type { SourceKind } from "../collector.ts";
import { appointmentClinic, appointmentLocation } from "./appointment.ts";
import { claimOpen } from "./claim.ts";
import { encounterFinished, encounterLocation, encounterParticipant } from "./encounter.ts";
import { researchSubject } from "./research.ts";
import { careTeamMember, groupMember, patientGeneralPractitioner } from "./team.ts";
import { documentAuthor, orderPerformer, taskOwner } from "./work.ts";

/** The closed list of SPEC.md. */
export const SOURCE_KINDS: Readonly<Record<string, SourceKind>> = {
  "patient-general-practitioner": patientGeneralPractitioner,
  "care-team-member": careTeamMember,
  "encounter-participant": encounterParticipant,
  "encounter-location": encounterLocation,
  "encounter-finished": encounterFinished,
  "appointment-location": appointmentLocation,
  "appointment-clinic": appointmentClinic,
  "claim-open": claimOpen,
  "task-owner": taskOwner,
  "group-member": groupMember,
  "order-performer": orderPerformer,
  "research-subject": researchSubject,
  "document-author": documentAuthor,
};
