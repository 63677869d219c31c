import type { JsonObject } from "../../src/kernel/json.ts";
import { dateTime, dayOfMoment } from "../calendar.ts";
import type { Billing, Patient, Visit } from "../demand/types.ts";
import { code, concept, identifier, reference } from "../fhir/datatypes.ts";
import { SYSTEMS } from "../fhir/systems.ts";
import { labelsOf, refEncounter, refMember, refOrganization, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const DENIALS_DAYS = 60;

/** The coding queue: a finished visit waits for its codes before a claim can be made. */
export function writeCodingTask(scope: ChartScope, visit: Visit): void {
  const started = scope.random.stream(`task/${visit.encounterId}`).chance(0.4);
  writeTask(scope, {
    patient: visit.patient,
    owner: "cory.coder",
    key: visit.encounterId,
    department: "coding",
    what: code(SYSTEMS.taskCode, "code-encounter", "Code the encounter"),
    status: started ? "in-progress" : "requested",
    focus: refEncounter(visit),
    encounter: refEncounter(visit),
    at: visit.end + 60,
    labels: labelsOf(visit.reasons),
    description: `Code the visit of ${visit.patient.person.given[0]} ${visit.patient.person.family}`,
  });
}

/** The biller's queue: claims that the payer paid in part or denied within the last weeks. */
export function writeBillingTask(scope: ChartScope, { visit, claimId, answeredAt, outcome }: Billing): void {
  if (answeredAt === null || outcome === "complete" || dayOfMoment(answeredAt) < scope.today - DENIALS_DAYS)
    return;
  writeTask(scope, {
    patient: visit.patient,
    owner: "bea.biller",
    key: visit.encounterId,
    department: "billing",
    what: code(SYSTEMS.taskCode, "work-denial", "Work the denial"),
    status: outcome === "error" ? "requested" : "in-progress",
    focus: reference(`Claim/${claimId}`, "Claim"),
    encounter: refEncounter(visit),
    at: answeredAt + 30,
    labels: labelsOf(visit.reasons),
    description: `Payer asks for documentation about ${visit.patient.person.family}`,
  });
}

interface Assignment {
  readonly patient: Patient;
  readonly owner: string;
  readonly department: string;
  readonly what: ReturnType<typeof code>;
  readonly status: "requested" | "in-progress";
  /** What decides who takes it. */
  readonly key: string;
  readonly focus: JsonObject;
  readonly encounter: JsonObject;
  readonly at: number;
  readonly labels: ReturnType<typeof labelsOf>;
  readonly description: string;
}

function writeTask(scope: ChartScope, task: Assignment): void {
  scope.book.add({
    type: "Task",
    patient: task.patient,
    recorded: task.at,
    labels: task.labels,
    story: [task.description],
    body: {
      identifier: [
        identifier(SYSTEMS.order, `T${scope.book.idOf("task", JSON.stringify(task.focus)).slice(0, 8)}`),
      ],
      status: task.status,
      intent: "order",
      priority: "routine",
      code: concept(task.what),
      description: task.description,
      focus: task.focus,
      for: refPatient(task.patient),
      encounter: task.encounter,
      authoredOn: dateTime(task.at),
      lastModified: dateTime(Math.min(task.at + 45, scope.closesAt)),
      requester: refOrganization(scope, task.department),
      owner: refMember(scope.workforce.colleagueOf(task.owner, task.key)),
      note: [{ text: `Call ${task.patient.person.mobile} if unclear.` }],
    },
  });
}
