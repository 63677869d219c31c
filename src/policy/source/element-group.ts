import { z } from "zod";
import { header } from "./header.ts";
import { elementId, kebabId, line } from "./scalars.ts";
import { identifierClass, sensitivity } from "./vocabulary.ts";

const oneOrMore = z.union([line, z.array(line)]);

/** One data element, mapped to FHIR paths (grammar: catalogue/SPEC.md), SQL columns and CSV headers. */
export const elementSchema = z.strictObject({
  id: elementId,
  title: line,
  fhir: oneOrMore.default([]),
  sql: oneOrMore.default([]).meta({ description: "`table.column`" }),
  csv: oneOrMore.default([]).meta({ description: "Column headers as reports write them." }),
  sensitivity,
  identifierClass: identifierClass.default("none").meta({
    description: "Safe Harbor class, 45 CFR 164.514(b)(2)(i).",
  }),
  category: z.int().min(1).max(20).optional().meta({ description: "Overrides the group's." }),
});

/** elements/*.yaml */
export const elementGroupSchema = z.strictObject({
  ...header("ElementGroup", kebabId),
  category: z.int().min(1).max(20).meta({ description: "Category 1–20 of the data inventory." }),
  elements: z.array(elementSchema).min(1),
});

export type ElementSource = z.infer<typeof elementSchema>;
