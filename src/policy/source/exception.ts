import { z } from "zod";
import { header } from "./header.ts";
import { grantSchema } from "./role.ts";
import { day, kebabId, line } from "./scalars.ts";

/** exceptions/*.yaml: a grant with a last day, approved by two people; the check fails after that day. */
export const exceptionSchema = z.strictObject({
  ...header("Exception", kebabId),
  grant: z.strictObject({ role: kebabId, ...grantSchema.shape }),
  reason: line,
  approvedBy: z.array(kebabId).min(2),
  from: day,
  until: day.meta({ description: "The last day it holds." }),
});
