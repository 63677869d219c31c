import type { JsonObject } from "../../../kernel/json.ts";
import type { AuditEntry } from "../../types.ts";
import type { FormatContext } from "../context.ts";
import { ACT_REASON, coding, OWN } from "./codes.ts";

/** What an HL7 v3 code looks like, beside our own ids in kebab-case. */
const HL7_CODE = /^[A-Z][A-Z0-9]*$/;

/**
 * AuditEvent.purposeOfEvent: one concept for each purpose that the declaration stood for, with the HL7 v3 ActReason code
 * first and our own id beside it. Where nothing was resolved, the code as it was declared.
 */
export function purposesOf({ purpose, purposes }: AuditEntry, context: FormatContext): readonly JsonObject[] {
  if (purposes.length > 0) return purposes.map((id) => conceptOf(id, context));
  if (purpose === null) return [];
  const declared = HL7_CODE.test(purpose) ? coding(ACT_REASON, purpose) : coding(OWN.purpose, purpose);
  return [{ coding: [declared] }];
}

function conceptOf(id: string, context: FormatContext): JsonObject {
  const code = context.purposeCode(id);
  return {
    coding: [...(code === undefined ? [] : [coding(ACT_REASON, code)]), coding(OWN.purpose, id)],
  };
}
