import { z } from "zod";
import { elementList, elementName } from "./elements.ts";
import { header } from "./header.ts";
import { calendarPeriod, kebabId, line } from "./scalars.ts";
import { grantCapability } from "./vocabulary.ts";

const segmentPatterns = z.record(elementName, z.array(kebabId).min(1)).meta({
  description: "Per element pattern, the segments it is still shown in: `{claim.*: [bh, sud]}`.",
});

/** One standing grant: these elements, on these records, for this purpose. */
export const grantSchema = z.strictObject({
  purpose: kebabId,
  on: kebabId.meta({ description: "Relation to every patient of the record, or `directory`." }),
  can: z.array(grantCapability).min(1).meta({
    description:
      "`write` is `create` and `update`. Who writes a record reads it by another grant, or the same.",
  }),
  elements: elementList,
  segments: z
    .union([z.array(kebabId), segmentPatterns])
    .default([])
    .meta({
      description: "Sensitive segments the grant reaches; a segment not named hides the record.",
    }),
  systems: z.array(kebabId).default([]).meta({ description: "Empty: any." }),
});

const eligibleSchema = z.strictObject({
  breakGlass: z.boolean().default(false),
  jit: z.array(kebabId).default([]).meta({ description: "Purposes whose `mayAsk` this role may ask for." }),
  approve: z.array(kebabId).default([]).meta({ description: "Purposes whose requests this role approves." }),
});

/** roles/*.yaml: what a class of persons needs for its duties (45 CFR 164.514(d)(2)(i)). */
export const roleSchema = z.strictObject({
  ...header("Role", kebabId),
  jobFunctions: z.array(line).min(1),
  heldBy: z.enum(["workforce", "vendor", "patient", "program"]).default("workforce"),
  provider: z.boolean().default(false).meta({
    description: "Treats patients, so may claim the treatment exemption for its own requests.",
  }),
  grants: z.union([z.literal("none"), z.array(grantSchema)]).meta({
    description: "`none` says that the work needs no data; an empty list is an error.",
  }),
  never: z.array(elementName).default([]).meta({
    description: "No standing grant of this role may give these; checked when compiling.",
  }),
  eligible: eligibleSchema.default({ breakGlass: false, jit: [], approve: [] }),
  conflictsWith: z.array(kebabId).default([]),
  recertify: z.strictObject({ every: calendarPeriod, by: kebabId }),
});

export type GrantSource = z.infer<typeof grantSchema>;
export type RoleSource = z.infer<typeof roleSchema>;
