import { z } from "zod";
import { elementEntry, elementList, neverList } from "./elements.ts";
import { header } from "./header.ts";
import { calendarPeriod, duration, kebabId, line } from "./scalars.ts";
import { act, basis, recipientClass } from "./vocabulary.ts";

const purposeElements = z.strictObject({
  need: elementList.optional().meta({ description: "What the work needs; a grant says `purpose.need`." }),
  mayAsk: z.array(elementEntry).default([]).meta({
    description: "What may be asked for one case at a time; also `segment:bh`.",
  }),
  never: neverList.default([]),
});

/** purposes/*.yaml: why somebody may look, with its legal basis and its ceiling (45 CFR 164.506, .514(d)). */
export const purposeSchema = z.strictObject({
  ...header("Purpose", kebabId),
  code: line.optional().meta({
    description: "HL7 v3 ActReason code under PurposeOfUse; absent only where `basis: none`.",
  }),
  parent: kebabId.optional().meta({ description: "Purpose this one is a kind of." }),
  basis,
  acts: z.array(act).min(1),
  declarable: z
    .boolean()
    .default(true)
    .meta({ description: "False: granted by a workflow, never declared." }),
  caseBound: z.boolean().default(false).meta({ description: "True: must be named with its case." }),
  maxRecords: z
    .strictObject({ patients: z.int().positive().optional(), encounters: z.int().positive().optional() })
    .optional(),
  period: z
    .strictObject({
      default: z.union([duration, calendarPeriod, z.literal("encounter")]),
      max: z.union([duration, calendarPeriod]),
    })
    .optional(),
  elements: purposeElements.default({ mayAsk: [], never: [] }),
  disclose: z.strictObject({ to: z.array(recipientClass).min(1), elements: elementList }).optional(),
  request: z.strictObject({ from: z.array(recipientClass).min(1), elements: elementList }).optional(),
  channels: z.array(kebabId).default([]).meta({ description: "Empty: any." }),
  reminder: line.optional().meta({ description: "One line shown where the purpose is picked." }),
  notThisIf: line.optional().meta({ description: "When another purpose is the right one." }),
});

export type PurposeSource = z.infer<typeof purposeSchema>;
