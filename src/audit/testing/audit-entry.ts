import type { AuditEntry } from "../types.ts";

/** A complete entry of a permitted read whose fields can be set one by one. */
export function auditEntry(number: number, fields: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`,
    at: Date.UTC(2026, 4, 4) + number,
    personId: "bea.biller",
    roles: ["biller"],
    act: "use",
    interaction: "fhir.read",
    resourceType: "Claim",
    purpose: "HPAYMT",
    purposes: ["billing"],
    basis: "payment",
    rules: ["role:biller/billing#1"],
    grantIds: [],
    policyHash: "ab".repeat(32),
    system: "ehr",
    channel: "fhir",
    outcome: "permit",
    reason: null,
    released: ["claim.header"],
    withheldCount: 2,
    recordCount: 1,
    changes: [],
    recipient: null,
    patients: ["patient-1"],
    records: ["Claim/3"],
    query: "status=active",
    ...fields,
  };
}
