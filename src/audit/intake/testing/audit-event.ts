/** An AuditEvent of a read by IHE BALP (FHIR R4) whose parts can be set one by one. */
export function balpRead(number: number, parts: Readonly<Record<string, unknown>> = {}): object {
  return {
    resourceType: "AuditEvent",
    id: `event-${number}`,
    meta: { profile: ["https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead"] },
    type: { system: "http://terminology.hl7.org/CodeSystem/audit-event-type", code: "rest" },
    subtype: [{ system: "http://hl7.org/fhir/restful-interaction", code: "read" }],
    action: "R",
    recorded: "2026-05-04T11:00:00-04:00",
    outcome: "0",
    agent: [
      { who: { identifier: { value: "https://lab.example/app" } }, requestor: false },
      {
        who: { reference: "Practitioner/paul", identifier: { value: "paul.provider" } },
        requestor: true,
        purposeOfUse: [{ coding: [{ code: "TREAT" }] }],
      },
    ],
    source: { observer: { display: "lab" } },
    entity: [
      { what: { reference: "Observation/7" }, role: { code: "4" } },
      { what: { reference: "Patient/patient-pat" }, role: { code: "1" } },
    ],
    ...parts,
  };
}
