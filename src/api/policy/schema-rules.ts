import { z } from "@hono/zod-openapi";
import { TRANSFORMS } from "../../catalogue/transforms.ts";

export const TransformSchema = z.enum(TRANSFORMS).openapi("Transform");

/** `file:line` of the policy. */
export const PlaceSchema = z.string().openapi({ description: "`file:line` of the policy." });

export const PolicyOverviewSchema = z
  .object({
    hash: z.string(),
    org: z.object({ id: z.string(), title: z.string(), timeZone: z.string() }),
    loadedAt: z.iso.datetime(),
    counts: z.object({
      roles: z.number(),
      grants: z.number(),
      purposes: z.number(),
      elements: z.number(),
      relations: z.number(),
      segments: z.number(),
      exemptions: z.number(),
    }),
    relations: z.array(
      z.object({ id: z.string(), title: z.string(), kind: z.string(), permits: z.boolean() }),
    ),
    segments: z.array(z.object({ id: z.string(), title: z.string(), guard: z.string() })),
  })
  .openapi("PolicyOverview");

export const RoleSummarySchema = z
  .object({
    id: z.string(),
    title: z.string(),
    kind: z.enum(["workforce", "vendor", "patient", "program"]),
    provider: z.boolean(),
    jobFunctions: z.array(z.string()),
    purposes: z.array(z.string()).openapi({ description: "Purposes of its standing grants." }),
    people: z.number().openapi({ description: "Active people of the roster who hold it." }),
    owner: z.string(),
    reviewBy: z.string(),
    at: PlaceSchema,
  })
  .openapi("RoleSummary");

export const RolesSchema = z.object({ roles: z.array(RoleSummarySchema) }).openapi("Roles");

export const ShownElementSchema = z
  .object({ element: z.string(), title: z.string(), as: TransformSchema })
  .openapi("ShownElement");

export const ElementGroupSchema = z
  .object({ group: z.string(), elements: z.array(ShownElementSchema) })
  .openapi("ShownElementGroup");

const GrantSchema = z
  .object({
    rule: z.string(),
    on: z.string(),
    onTitle: z.string(),
    can: z.array(z.string()),
    systems: z.array(z.string()).openapi({ description: "Empty: any." }),
    segments: z.array(z.string()).openapi({ description: "Segments in which it still shows something." }),
    at: PlaceSchema,
  })
  .openapi("RoleGrant");

export const PersonNameSchema = z.object({ id: z.string(), displayName: z.string() }).openapi("PersonName");

export const RoleSchema = RoleSummarySchema.extend({
  why: z.string(),
  cfr: z.array(z.string()),
  work: z
    .array(
      z.object({
        purpose: z.string(),
        title: z.string(),
        grants: z.array(GrantSchema),
        groups: z.array(ElementGroupSchema),
      }),
    )
    .openapi({ description: "By purpose: the grants, and the elements they show, whatever the relation." }),
  never: z.array(z.string()).openapi({ description: "Elements that no standing grant of it may give." }),
  conflictsWith: z.array(z.string()),
  eligible: z.object({ breakGlass: z.boolean(), jit: z.array(z.string()), approve: z.array(z.string()) }),
  recertify: z.object({ every: z.string(), by: z.string() }),
  holders: z
    .array(PersonNameSchema)
    .openapi({ description: "Active people who hold it, the first 200 by id; `people` counts all." }),
}).openapi("Role");

export const PurposeSummarySchema = z
  .object({
    id: z.string(),
    title: z.string(),
    code: z.string().nullable(),
    parent: z.string().nullable(),
    basis: z.string(),
    acts: z.array(z.string()),
    declarable: z.boolean(),
    caseBound: z.boolean(),
    roles: z.array(z.string()).openapi({ description: "Roles with a standing grant for it." }),
    owner: z.string(),
    reviewBy: z.string(),
    at: PlaceSchema,
  })
  .openapi("PurposeSummary");

export const PurposesSchema = z.object({ purposes: z.array(PurposeSummarySchema) }).openapi("Purposes");

const PurposeElementSchema = z
  .object({
    element: z.string(),
    title: z.string(),
    group: z.string(),
    sensitivity: z.string(),
    standing: z.enum(["need", "may-ask", "within", "never"]).openapi({
      description:
        "need: what the work needs; may-ask: one case at a time; within: the ceiling alone binds; never: no grant gives it.",
    }),
    need: TransformSchema,
    mayAsk: TransformSchema,
    atMost: TransformSchema,
  })
  .openapi("PurposeElement");

const OutboundSchema = z
  .object({ rule: z.string(), recipients: z.array(z.string()), groups: z.array(ElementGroupSchema) })
  .openapi("OutboundRule");

export const PurposeSchema = PurposeSummarySchema.extend({
  why: z.string(),
  cfr: z.array(z.string()),
  reminder: z.string().nullable(),
  notThisIf: z.string().nullable(),
  period: z.object({ default: z.string(), max: z.string() }).nullable(),
  maxPatients: z.number().nullable(),
  maxEncounters: z.number().nullable(),
  channels: z.array(z.string()).openapi({ description: "Empty: any." }),
  disclose: OutboundSchema.nullable(),
  request: OutboundSchema.nullable(),
  segments: z.array(
    z.object({ segment: z.string(), title: z.string(), standing: z.enum(["open", "may-ask", "never"]) }),
  ),
  elements: z
    .array(PurposeElementSchema)
    .openapi({ description: "The purpose × element map, in catalogue order." }),
}).openapi("Purpose");

export const SegmentSummarySchema = z
  .object({
    id: z.string(),
    title: z.string(),
    guard: z.enum(["none", "authorization", "part2-consent"]).openapi({
      description:
        "What it takes besides a rule: an authorization of the patient, or to leave us a Part 2 consent.",
    }),
    explicitOnly: z
      .boolean()
      .openapi({ description: "Labeled by the source system alone; never inferred from a code." }),
    codes: z.number().openapi({ description: "Codes and beginnings of codes on its lists." }),
    roles: z
      .array(z.string())
      .openapi({ description: "Roles that see some of it by a standing grant, for any purpose." }),
    owner: z.string(),
    reviewBy: z.string(),
    at: PlaceSchema,
  })
  .openapi("SegmentSummary");

export const SegmentsSchema = z.object({ segments: z.array(SegmentSummarySchema) }).openapi("Segments");

export const SegmentSchema = SegmentSummarySchema.extend({
  why: z.string(),
  cfr: z.array(z.string()),
  sources: z
    .array(z.string())
    .openapi({ description: "`meta.source` of programs whose records all carry the label." }),
  lists: z.array(
    z.object({
      kind: z.enum(["security", "codes", "medications", "locations", "specialties"]),
      system: z.string(),
      beginnings: z.boolean().openapi({ description: "Each stands for every code that begins so." }),
      codes: z.array(z.string()),
    }),
  ),
  purposes: z
    .array(z.object({ purpose: z.string(), title: z.string(), standing: z.enum(["may-ask", "never"]) }))
    .openapi({
      description: "Purposes that let one ask for it one case at a time, or that no grant ever opens it for.",
    }),
}).openapi("Segment");

export const ElementSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    group: z.string(),
    category: z.number(),
    sensitivity: z.string(),
    identifierClass: z.string(),
    fhir: z.array(z.string()),
  })
  .openapi("DataElement");

export const ElementsSchema = z.object({ elements: z.array(ElementSchema) }).openapi("DataElements");

export const ElementsQuerySchema = z.strictObject({
  group: z.string().max(100).optional(),
  text: z.string().max(100).optional().openapi({ description: "Part of an id or title." }),
});
