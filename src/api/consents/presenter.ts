import type { z } from "@hono/zod-openapi";
import { isRevoked } from "../../governance/directives/consents/acts.ts";
import type { NewConsent } from "../../governance/directives/consents/desk.ts";
import type { PatientConsent } from "../../governance/directives/consents/types.ts";
import { presentAct, timeOrNull } from "../directive/presenter.ts";
import { isoTime } from "../iso-time.ts";
import type { ConsentSchema, NewConsentSchema } from "./schema.ts";

export function presentConsent(consent: PatientConsent): z.infer<typeof ConsentSchema> {
  const { id, patientId, terms, acts } = consent;
  return {
    id,
    patient: patientId,
    status: isRevoked(consent) ? "revoked" : "given",
    discloser: terms.discloser,
    description: terms.description,
    recipients: [...terms.recipientClasses],
    bases: [...terms.bases],
    signedAt: isoTime(terms.signedAt),
    until: timeOrNull(terms.until),
    acts: acts.map(presentAct),
  };
}

/** What was signed, in the words of the register. */
export function consentFrom(given: z.infer<typeof NewConsentSchema>): NewConsent {
  const { id, patient, present, discloser, description, recipients, bases, signedAt, until, note } = given;
  return {
    id: id.toLowerCase(),
    patientId: patient,
    note: note ?? null,
    terms: {
      present: [...new Set(present)].toSorted(),
      discloser,
      description,
      recipientClasses: recipients,
      bases,
      signedAt: Date.parse(signedAt),
      until: until === undefined ? null : Date.parse(until),
    },
  };
}
