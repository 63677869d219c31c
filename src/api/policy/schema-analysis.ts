import { z } from "@hono/zod-openapi";
import { PersonNameSchema, PlaceSchema, TransformSchema } from "./schema-rules.ts";

const PageQuery = {
  after: z.string().max(400).optional().openapi({ description: "`next` of the page before." }),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
};
const Next = z.string().nullable().openapi({ description: "Give it as `after` to go on; null at the end." });

export const MatrixQuerySchema = z.strictObject({
  role: z.string().max(100).optional(),
  purpose: z.string().max(100).optional(),
  group: z.string().max(100).optional(),
  segment: z.string().max(100).optional(),
  ...PageQuery,
});

export const MatrixSchema = z
  .object({
    transforms: z.array(TransformSchema).openapi({ description: "What the digits of `cells` stand for." }),
    elements: z.array(z.object({ id: z.string(), title: z.string(), group: z.string() })),
    rows: z.array(
      z.object({
        role: z.string(),
        roleTitle: z.string(),
        purpose: z.string(),
        purposeTitle: z.string(),
        relations: z.array(z.string()),
        rules: z.array(z.string()),
        shown: z.number(),
        cells: z.string().openapi({
          description: "One digit for each of `elements`: the position in `transforms`.",
        }),
      }),
    ),
    next: Next,
  })
  .openapi("PolicyMatrix");

export const CellQuerySchema = z.strictObject({
  role: z.string().max(100),
  purpose: z.string().max(100),
  element: z.string().max(200),
});

const OutboundAtSchema = z.object({
  rule: z.string(),
  as: TransformSchema,
  recipients: z.array(z.string()),
});

export const CellSchema = z
  .object({
    role: z.string(),
    roleTitle: z.string(),
    purpose: z.string(),
    purposeTitle: z.string(),
    element: z.string(),
    elementTitle: z.string(),
    why: z.string().openapi({ description: "Of the role." }),
    as: TransformSchema,
    ceiling: TransformSchema,
    forms: z.array(TransformSchema).openapi({
      description: "In which its values can be shown; in any other nothing of it would come out.",
    }),
    grants: z.array(
      z.object({
        rule: z.string(),
        on: z.string(),
        onTitle: z.string(),
        can: z.array(z.string()),
        systems: z.array(z.string()),
        given: TransformSchema,
        as: TransformSchema,
        cut: z.object({ rule: z.string(), from: TransformSchema, to: TransformSchema }).nullable(),
        segments: z.array(
          z.object({
            segment: z.string(),
            as: TransformSchema,
            closedBy: z.enum(["grant", "purpose"]).nullable(),
            guard: z.enum(["none", "authorization", "part2-consent"]),
          }),
        ),
        until: z.iso.datetime().nullable().openapi({ description: "Of a dated exception; null: standing." }),
        at: PlaceSchema,
      }),
    ),
    disclose: OutboundAtSchema.nullable(),
    request: OutboundAtSchema.nullable(),
    mayAsk: z.object({ as: TransformSchema, segments: z.array(z.string()) }).nullable(),
  })
  .openapi("PolicyCellDetail");

export const WhoQuerySchema = z.strictObject({
  element: z.string().max(200).openapi({ description: "`patient.ssn`, or `claim.*` for a group." }),
  purpose: z.string().max(100).optional(),
  role: z.string().max(100).optional(),
  segment: z.string().max(100).optional(),
  ...PageQuery,
});

export const WhoSchema = z
  .object({
    sentence: z.string(),
    seers: z.array(
      z.object({
        element: z.string(),
        role: z.string(),
        roleTitle: z.string(),
        purpose: z.string(),
        purposeTitle: z.string(),
        as: TransformSchema,
        on: z.array(
          z.object({
            relation: z.string(),
            title: z.string(),
            as: TransformSchema,
            rule: z.string(),
            segments: z.array(z.string()),
            can: z.array(z.string()),
            systems: z.array(z.string()),
          }),
        ),
        people: z.number(),
        holders: z.array(PersonNameSchema).openapi({ description: "The first 50 by id." }),
      }),
    ),
    people: z.number().openapi({ description: "Active people with any of these roles, each once." }),
    next: Next,
  })
  .openapi("WhoSees");

export const FindingsQuerySchema = z.strictObject({
  severity: z.enum(["error", "warning", "info"]).optional(),
  role: z.string().max(100).optional(),
  ...PageQuery,
});

export const FindingSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    severity: z.enum(["error", "warning", "info"]),
    sentence: z.string(),
    hint: z.string().nullable(),
    at: PlaceSchema.nullable(),
    rules: z.array(z.string()),
    roles: z.array(z.string()),
    purposes: z.array(z.string()),
    elements: z.array(z.string()),
    segments: z.array(z.string()),
    relations: z.array(z.string()),
    people: z.array(z.string()),
  })
  .openapi("PolicyFinding");

export const FindingsSchema = z
  .object({
    counts: z.object({ error: z.number(), warning: z.number(), info: z.number() }),
    findings: z.array(FindingSchema),
    next: Next,
  })
  .openapi("PolicyFindings");

export const TypeReachQuerySchema = z.strictObject({
  type: z
    .string()
    .regex(/^[A-Z][A-Za-z]{1,60}$/)
    .optional(),
});

export const TypeReachSchema = z
  .object({
    types: z.array(
      z.object({
        resourceType: z.string(),
        sentence: z.string(),
        standing: z.array(
          z.object({
            role: z.string(),
            purpose: z.string(),
            relations: z.array(z.string()),
            rules: z.array(z.string()),
            elements: z.number(),
          }),
        ),
        byApproval: z.array(
          z.object({
            role: z.string(),
            purpose: z.string(),
            approvers: z.array(z.string()),
            elements: z.number(),
          }),
        ),
        breakGlass: z.array(z.string()),
        elements: z
          .array(
            z.object({
              element: z.string(),
              standing: z.array(z.string()),
              byApproval: z.array(z.object({ role: z.string(), purpose: z.string() })),
              breakGlass: z.boolean(),
            }),
          )
          .optional()
          .openapi({ description: "Where one type is asked for." }),
      }),
    ),
  })
  .openapi("ReachWithoutApproval");
