import { z } from "@hono/zod-openapi";
import { RECORD_FORMAT_NAMES } from "../../audit/formats/formats.ts";

export const EntrySchema = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    person: z.string().nullable(),
    roles: z.array(z.string()),
    act: z.enum(["use", "disclose", "request"]),
    interaction: z.string(),
    resourceType: z.string().nullable(),
    purpose: z.string().nullable(),
    purposes: z.array(z.string()),
    basis: z.string().nullable(),
    rules: z.array(z.string()),
    grants: z.array(z.string()),
    policy: z.string(),
    system: z.string(),
    channel: z.string(),
    outcome: z.enum(["permit", "deny", "error"]),
    reason: z.string().nullable(),
    released: z.array(z.string()),
    withheldCount: z.number().optional().openapi({
      description: "Only for who may read `record.entries`: it tells about what the asker may not see.",
    }),
    recordCount: z.number(),
    changes: z.array(z.string()).openapi({
      description: "What the act changed: `gained biller/billing/patient.sex on billable`.",
    }),
    partOf: z.string().optional().openapi({
      description: "The entry of the intent whose stream this is a part or the end of.",
    }),
    exceptions: z
      .array(z.enum(["break-glass", "jit"]))
      .optional()
      .openapi({ description: "Kinds of the temporary grants that it rests on." }),
    recipient: z.string().nullable(),
    patients: z
      .array(z.string())
      .optional()
      .openapi({ description: "Only for who may read `record.patients`." }),
    records: z.array(z.string()).optional(),
  })
  .openapi("RecordEntry");

export const EntryPageSchema = z
  .object({
    entries: z.array(EntrySchema),
    next: z.string().nullable(),
    exceptions: z
      .object({ breakGlass: z.number(), jit: z.number() })
      .optional()
      .openapi({ description: "Of a search for exceptions: how many there are on all pages, by kind." }),
  })
  .openapi("RecordPage");

/** What narrows the record; all conditions hold together. */
export const EntryFiltersSchema = z.strictObject({
  person: z.string().max(200).optional(),
  patient: z.string().max(200).optional(),
  interaction: z.string().max(100).optional(),
  outcome: z.enum(["permit", "deny", "error"]).optional(),
  purpose: z.string().max(200).optional().openapi({ description: "As declared, or one it stood for." }),
  resourceType: z.string().max(64).optional(),
  rule: z.string().max(300).optional().openapi({ description: "One of the rules that decided." }),
  grant: z.string().max(200).optional().openapi({ description: "One of the grants that let it out." }),
  element: z.string().max(100).optional().openapi({ description: "One of the elements released." }),
  system: z
    .string()
    .max(200)
    .optional()
    .openapi({ description: "Through which system, or from which it was taken in." }),
  act: z.enum(["use", "disclose", "request"]).optional(),
  reason: z.string().max(100).optional(),
  exceptions: z.literal(true).optional().openapi({
    description: "Only what rests on a just-in-time or break-glass grant.",
  }),
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
});

/** The record is in one order alone, that of time, and can be turned. */
const ORDER = {
  descending: z.boolean().default(true).openapi({
    description: "Newest first; `false`: oldest first, in the order in which they were recorded.",
  }),
};

export const EntryQuerySchema = EntryFiltersSchema.extend({
  ...ORDER,
  mine: z.boolean().default(false).openapi({
    description:
      "One's own entries, for which no right to the record is needed; `person` is left aside then.",
  }),
  after: z
    .string()
    .max(500)
    .optional()
    .openapi({ description: "`next` of the page before, of the same search in the same order." }),
  limit: z.number().int().min(1).max(500).default(50),
});

export const EntryExportSchema = EntryFiltersSchema.extend({
  ...ORDER,
  format: z.enum(RECORD_FORMAT_NAMES).openapi({
    description:
      "`csv`; `ndjson-auditevent`: FHIR R4 AuditEvents after IHE BALP; `ocsf`: API Activity of OCSF 1.3.0; `cef`: Common Event Format 0.",
  }),
});
