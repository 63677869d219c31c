import { z } from "zod";
import { elementList } from "./elements.ts";
import { header } from "./header.ts";
import { kebabId } from "./scalars.ts";
import { act, basis, exemptionCode, recipientClass } from "./vocabulary.ts";

/** `837p`, `270`: a standard transaction of 45 CFR part 162. */
const transaction = z.string().regex(/^[0-9a-z]+(-[0-9a-z]+)*$/, "must be a transaction such as `837p`");

/** exemptions/*.yaml: one of the six bases of 45 CFR 164.502(b)(2), with its ceiling. */
export const exemptionSchema = z.strictObject({
  ...header("Exemption", exemptionCode),
  acts: z.array(act).min(1),
  recipients: z.array(recipientClass).min(1),
  bases: z.array(basis).min(1),
  reach: z.enum(["record", "authorization-text", "law-list", "transaction-profile"]),
  profiles: z.record(transaction, elementList).default({}).meta({
    description: "Required elements of each standard transaction.",
  }),
  exceptSegments: z.array(kebabId).default([]),
  requires: z
    .strictObject({ elements: z.array(kebabId).min(1), statements: z.array(kebabId).min(1) })
    .optional()
    .meta({ description: "Core elements and statements of a valid authorization, 45 CFR 164.508(c)." }),
});
