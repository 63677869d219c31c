import { z } from "zod";
import { header } from "./header.ts";
import { kebabId, line, personId, reference } from "./scalars.ts";

/** people/*.yaml: people the policy itself names; a production policy has none. */
export const peopleSchema = z.strictObject({
  ...header("People", kebabId),
  people: z
    .array(
      z.strictObject({
        id: personId,
        displayName: line,
        roles: z.array(kebabId).min(1),
        fhirUser: reference.optional(),
        department: kebabId.optional(),
        manager: personId.optional(),
      }),
    )
    .min(1),
});
