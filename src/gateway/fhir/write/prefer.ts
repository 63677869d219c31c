/** What a write answers with: FHIR R4 http, 3.1.0.1.10; RFC 7240. */
export type Return = "representation" | "minimal" | "OperationOutcome";

/** The record is the default, as most clients expect; what it shows is projected like a read. */
export function returnOf(prefer: string | undefined): Return {
  const asked = /(?:^|[,;\s])return=([A-Za-z]+)/.exec(prefer ?? "")?.[1];
  return asked === "minimal" || asked === "OperationOutcome" ? asked : "representation";
}
