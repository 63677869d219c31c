import { z } from "zod";
import { citation, day, kebabId, line, prose } from "./scalars.ts";

/** What every policy file starts with. */
export function header<K extends string, I extends z.ZodType<string, string>>(
  kind: K,
  id: I,
): {
  apiVersion: z.ZodLiteral<"modicum/v1">;
  kind: z.ZodLiteral<K>;
  id: I;
  title: z.ZodString;
  owner: z.ZodString;
  reviewBy: z.ZodISODate;
  cfr: z.ZodArray<z.ZodString>;
  why: z.ZodString;
} {
  return {
    apiVersion: z.literal("modicum/v1"),
    kind: z.literal(kind),
    id,
    title: line.meta({ description: "What people call it, one line." }),
    owner: kebabId.meta({ description: "The role or office that answers for this file." }),
    reviewBy: day.meta({ description: "The day this file must have been looked at again." }),
    cfr: z.array(citation).min(1).meta({ description: "Sections this file rests on; 45 CFR unless said." }),
    why: prose.meta({ description: "The reason, in words the privacy officer would sign." }),
  };
}
