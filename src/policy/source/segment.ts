import { z } from "zod";
import { header } from "./header.ts";
import { kebabId, line } from "./scalars.ts";

const bySystem = z.record(z.url("must be the canonical URL of a code system"), z.array(line).min(1));

/** segments/*.yaml: a class of specially protected records and how a record comes by the label. */
export const segmentSchema = z.strictObject({
  ...header("Segment", kebabId),
  guard: z.enum(["none", "authorization", "part2-consent"]).default("none"),
  notice: line.optional().meta({
    description: "The statement of 42 CFR 2.32(a) that goes with a disclosure.",
  }),
  labels: z.strictObject({
    security: bySystem.default({}).meta({ description: "Codes of `meta.security`, by system." }),
    sources: z
      .array(z.url("must be the URI of the interface that sends the records"))
      .default([])
      .meta({ description: "`meta.source` of a program's interface." }),
    codes: bySystem.default({}).meta({
      description: "Exact codes of diagnoses, procedures and tests that infer the label, by system.",
    }),
    prefixes: bySystem.default({}).meta({
      description: "Beginnings of codes in hierarchical systems such as ICD-10-CM.",
    }),
    medications: bySystem.default({}).meta({
      description: "RxNorm ingredients and products; National Drug Codes of a product or a package.",
    }),
    locations: bySystem.default({}).meta({
      description: "Kinds of place and service: Location.type, Encounter.class, serviceType.",
    }),
    specialties: bySystem.default({}).meta({
      description: "Specialties and roles of those who give care: PractitionerRole, CareTeam, serviceType.",
    }),
  }),
});
