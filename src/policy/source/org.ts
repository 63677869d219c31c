import { z } from "zod";
import { elementList } from "./elements.ts";
import { header } from "./header.ts";
import { kebabId, line } from "./scalars.ts";

const perHour = z.number().int().min(1).max(1_000);

const locateLimits = z.strictObject({
  missesPerHour: perHour.meta({ description: "One miss more locks the right until it is unlocked." }),
  lookupsPerHour: perHour.meta({ description: "One lookup more has to wait." }),
});

const deviceDemand = z.strictObject({
  seenWithinDays: z
    .number()
    .int()
    .min(1)
    .max(365)
    .meta({ description: "A device not seen for longer proves nothing." }),
  otherwise: elementList.meta({ description: "What is shown at most without a device that proves itself." }),
});

/** org.yaml: the one organization a policy is for. */
export const orgSchema = z.strictObject({
  ...header("Org", kebabId),
  timeZone: line.meta({ description: "IANA zone that days, shifts and windows are counted in." }),
  locate: locateLimits.optional().meta({
    description: "How often one person may look patients up; absent: 10 misses and 60 lookups an hour.",
  }),
  devices: deviceDemand.optional().meta({
    description:
      "What the workforce's devices have to be: known, theirs, encrypted, compliant and seen lately, 45 CFR 164.310(d), 164.312(a)(2)(iv); absent: nothing is asked of them.",
  }),
});
