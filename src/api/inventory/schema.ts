import { z } from "@hono/zod-openapi";
import { SYSTEM_KINDS } from "../../governance/inventory/types.ts";

const instant = z.iso.datetime();
const line = z
  .string()
  .trim()
  .max(500)
  .refine((text) => !/[\r\n]/.test(text));
const systemId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
const encrypted = z.enum(["yes", "no", "unknown"]);
const standing = z.enum(["in-use", "absent", "retired"]).openapi({
  description: "`absent`: there is none here, and somebody says so.",
});

const SaidSchema = z
  .strictObject({ encrypted, how: line.default("") })
  .openapi("ProtectionWords", { description: "What a person says of encryption; nothing is measured." });

const words = {
  name: line.min(1),
  kind: z.enum(SYSTEM_KINDS).default("other"),
  standing: standing.default("in-use"),
  owner: line.min(1).openapi({ description: "The person or office that answers for it." }),
  location: line.default(""),
  categories: z
    .array(z.number().int().min(1).max(20))
    .max(20)
    .default([])
    .transform((numbers) => [...new Set(numbers)].toSorted((a, b) => a - b)),
  recipients: z
    .array(line.min(1))
    .max(50)
    .default([])
    .transform((names) => [...new Set(names)]),
  vendor: line
    .min(1)
    .nullable()
    .default(null)
    .openapi({ description: "The business associate that runs it." }),
  retention: line.default(""),
  inTransit: SaidSchema.nullable().default(null),
  atRest: SaidSchema.nullable().default(null),
};

export const NewSystemSchema = z.strictObject({ id: systemId, ...words }).openapi("NewInventorySystem", {
  description: "Never put a patient's name in any of it.",
});
export const SystemWordsSchema = z.object(words).openapi("InventorySystemWords");

const StatementSchema = z
  .object({ encrypted, how: z.string(), by: z.string(), at: instant })
  .openapi("ProtectionStatement");

export const SystemSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(SYSTEM_KINDS),
    standing,
    owner: z.string(),
    location: z.string(),
    categories: z.array(z.number()),
    recipients: z.array(z.string()),
    vendor: z.string().nullable(),
    retention: z.string(),
    inTransit: StatementSchema.nullable(),
    atRest: StatementSchema.nullable(),
    addedBy: z.string(),
    addedAt: instant,
    changedBy: z.string(),
    changedAt: instant,
    confirmedBy: z.string(),
    confirmedAt: instant,
    reviewDueAt: instant.nullable().openapi({ description: "Null: in use no more." }),
    overdue: z.boolean(),
    version: z.number().openapi({ description: "Handed back in `If-Match` by a change." }),
  })
  .openapi("InventorySystem");

const CandidateSchema = z
  .object({ id: z.string(), name: z.string(), kind: z.enum(SYSTEM_KINDS), ask: z.string() })
  .openapi("InventoryCandidate", { description: "A kind of store that nobody has said anything of yet." });

export const InventorySchema = z
  .object({ systems: z.array(SystemSchema), toInventory: z.array(CandidateSchema) })
  .openapi("Inventory");

const cell = z.string().max(2_000);
export const SystemFileSchema = z
  .strictObject({ columns: z.array(cell).min(3).max(50), rows: z.array(z.array(cell).max(50)).max(1_000) })
  .openapi("InventoryFile");

export const SystemsTakenSchema = z
  .object({
    added: z.number(),
    changed: z.number(),
    unchanged: z.number(),
    faults: z.array(z.object({ row: z.number(), field: z.string() })),
  })
  .openapi("InventoryTaken");

export const SystemParam = z.object({ id: systemId });

/** Read from `If-Match`: `"3"`. */
export const SystemVersionHeader = z.object({ "if-match": z.string().regex(/^"?\d{1,9}"?$/) });
