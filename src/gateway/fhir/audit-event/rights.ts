import { givesControlElement } from "../../../decision/control-element.ts";
import type { Reason } from "../../../decision/types.ts";
import type { Permitted } from "../../../pipeline.ts";
import { because } from "../reasons.ts";

/** What a caller may see of the record, by the control elements that the control API judges too. */
export interface RecordRights {
  /** `record.patients`: whom an event is about, which records, and what was asked. */
  readonly patients: boolean;
}

/** The rights of a caller to AuditEvents; a reason where there are none. */
export function recordRightsOf({ decision }: Permitted): RecordRights | Reason {
  if (!givesControlElement(decision, "record.entries"))
    return because("type_not_permitted", "`AuditEvent` needs `record.entries`");
  return { patients: givesControlElement(decision, "record.patients") };
}

/** Elements that an answer let out. */
export function releasedElements({ patients }: RecordRights): readonly string[] {
  return ["record.entries", ...(patients ? ["record.patients"] : [])];
}
