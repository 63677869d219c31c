import type { z } from "@hono/zod-openapi";
import { statusOf } from "../../governance/directives/restrictions/acts.ts";
import type { NewRestriction } from "../../governance/directives/restrictions/desk.ts";
import type { PatientRestriction } from "../../governance/directives/restrictions/types.ts";
import { presentAct, timeOrNull } from "../directive/presenter.ts";
import type { NewRestrictionSchema, RestrictionSchema } from "./schema.ts";

export function presentRestriction(restriction: PatientRestriction): z.infer<typeof RestrictionSchema> {
  const { id, patientId, terms, acts } = restriction;
  return {
    id,
    patient: patientId,
    kind: terms.kind,
    status: statusOf(restriction),
    refs: [...terms.refs],
    recipients: [...terms.recipientClasses],
    bases: [...terms.bases],
    elements: [...terms.elements],
    from: timeOrNull(terms.from),
    until: timeOrNull(terms.until),
    acts: acts.map(presentAct),
  };
}

/** What was asked for, in the words of the register. */
export function restrictionFrom(asked: z.infer<typeof NewRestrictionSchema>): NewRestriction {
  const { id, patient, kind, refs, recipients, bases, elements, from, until, note } = asked;
  return {
    id: id.toLowerCase(),
    patientId: patient,
    note: note ?? null,
    terms: {
      kind,
      refs,
      recipientClasses: recipients,
      bases,
      elements,
      from: from === undefined ? null : Date.parse(from),
      until: until === undefined ? null : Date.parse(until),
    },
  };
}
