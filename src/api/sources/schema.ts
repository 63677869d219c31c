import { z } from "@hono/zod-openapi";
import { CSV_FIELDS } from "../../audit/intake/types.ts";

const name = z.string().trim().min(1).max(200);
const sourceId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
const short = z.string().min(1).max(200);
const instant = z.iso.datetime();

const FieldRuleSchema = z
  .strictObject({
    column: short.optional(),
    constant: short.optional(),
    values: z.record(z.string().max(200), short).optional(),
    otherwise: short.optional(),
  })
  .openapi("SourceFieldRule", {
    description: "A column or a constant; a column's values may be told by a table.",
  });

const MappingSchema = z
  .strictObject({
    delimiter: z.enum([",", ";", "\t", "|"]).optional(),
    time: z.strictObject({ format: short, zone: short.optional() }),
    fields: z.partialRecord(z.enum(CSV_FIELDS), FieldRuleSchema),
  })
  .openapi("SourceMapping", { description: "How the rows of a file are told as events." });

const rules = {
  people: z.enum(["userName", "practitioner", "own"]).openapi({
    description: "`userName`: its user names are ours; `practitioner`: it names ours; `own`: neither.",
  }),
  aliases: z.record(z.string().max(200), short).openapi({ description: "Its id of a person to ours." }),
  patients: z.enum(["ours", "own"]).openapi({ description: "Whose patient ids it sends." }),
  clients: z
    .array(short)
    .max(20)
    .openapi({ description: "That may send for it; empty: who may send at all." }),
  certificates: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(20)
    .openapi({ description: "SHA-256 fingerprints of the certificates that it may come with over syslog." }),
  mapping: MappingSchema.nullable(),
};

export const NewSourceSchema = z
  .strictObject({
    id: sourceId,
    name,
    kind: z.enum(["fhir", "atna", "csv"]),
    owner: name.openapi({ description: "The person who answers for it." }),
    intervalHours: z.number().positive().max(8_784).default(168).openapi({ description: "Silent after it." }),
    people: rules.people.default("own"),
    aliases: rules.aliases.default({}),
    patients: rules.patients.default("ours"),
    clients: rules.clients.default([]),
    certificates: rules.certificates.default([]),
    mapping: rules.mapping.default(null),
  })
  .openapi("NewSource");

export const ChangedSourceSchema = z
  .strictObject({
    name,
    owner: name,
    intervalHours: z.number().positive().max(8_784),
    disabled: z.boolean(),
    ...rules,
  })
  .partial()
  .openapi("ChangedSource");

const DaySchema = z
  .object({ day: z.iso.date(), accepted: z.number(), duplicate: z.number(), rejected: z.number() })
  .openapi("SourceDay");

export const SourceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(["fhir", "atna", "csv"]),
    owner: z.string(),
    intervalHours: z.number(),
    ...rules,
    state: z.enum(["live", "waiting", "silent", "off"]),
    addedAt: instant,
    seenAt: instant.nullable(),
    days: z
      .array(DaySchema)
      .openapi({ description: "The last 14 days in which anything came, newest first." }),
    version: z.number().openapi({ description: "Handed back in `If-Match` by a change." }),
  })
  .openapi("Source");

export const SourcesSchema = z.object({ sources: z.array(SourceSchema) }).openapi("Sources");

const RejectSchema = z
  .object({
    id: z.string(),
    at: instant,
    place: z.number().openapi({ description: "Line of the file, or place in the batch, from 1." }),
    reason: z.string(),
  })
  .openapi("RejectedEvent");

export const RejectsSchema = z.object({ rejects: z.array(RejectSchema) }).openapi("RejectedEvents");

export const OpenedRejectSchema = RejectSchema.extend({
  raw: z.string().openapi({ description: "As it came, cut where it is very long." }),
}).openapi("OpenedRejectedEvent");

export const SourceParam = z.object({ id: sourceId });
export const RejectParam = z.object({ id: sourceId, reject: z.uuid() });
export const RejectQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });

/** Read from `If-Match`: `"3"`. */
export const SourceVersionHeader = z.object({ "if-match": z.string().regex(/^"?\d{1,9}"?$/) });
