import { z } from "@hono/zod-openapi";

const Named = z.object({ id: z.string(), title: z.string() });

export const ExplorerRequestSchema = z
  .strictObject({
    method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]),
    target: z
      .string()
      .regex(/^\/[^\s]*$|^$/, "starts with a slash and holds no space")
      .max(8_000)
      .openapi({ description: "Below `/fhir`, query included: `/Patient?birthdate=1980`." }),
    headers: z
      .partialRecord(
        z.enum(["accept", "content-type", "if-match", "if-none-match", "if-none-exist", "prefer"]),
        z.string().max(500),
      )
      .default({}),
    body: z.string().max(60_000).nullable().default(null),
    person: z
      .string()
      .max(128)
      .nullable()
      .default(null)
      .openapi({ description: "Whom to send it as; null: oneself. Another than oneself in the demo alone." }),
    purpose: z
      .string()
      .max(192)
      .nullable()
      .default(null)
      .openapi({ description: "What that person declares; for oneself, what is declared anyway." }),
    caseId: z.string().max(128).nullable().default(null),
  })
  .openapi("ExplorerRequest");

const ReadElementSchema = Named.extend({
  given: z
    .string()
    .openapi({ description: "The most the decision gives of it on any record; `drop`: nothing." }),
});

export const ExplainedParameterSchema = z
  .object({
    name: z.string().openapi({ description: "As written, without its value." }),
    kind: z.string().nullable().openapi({
      description: "`result`: shapes the answer, reads nothing. Null: no search parameter of the type.",
    }),
    reads: z.array(ReadElementSchema).openapi({ description: "Derived from its FHIRPath expression." }),
    structural: z.boolean().openapi({ description: "Reads what every visible record shows." }),
  })
  .openapi("ExplainedParameter");

const StepSchema = z
  .object({
    interaction: z.string(),
    resourceType: z.string().nullable(),
    outcome: z.enum(["permit", "deny"]),
    reasons: z.array(z.object({ code: z.string(), title: z.string(), next: z.string() })),
    purposes: z.array(Named),
    rules: z.array(z.string()).openapi({ description: "Rules whose slices the decision joins." }),
    ceilings: z.array(z.string()),
    segmentsLeftOut: z.array(Named),
    parameters: z.array(ExplainedParameterSchema),
  })
  .openapi("ExplorerStep");

const JudgedRecordSchema = z
  .object({
    record: z.string(),
    patients: z.array(z.string()),
    segments: z.array(Named),
    shown: z.boolean(),
    rules: z.array(z.string()),
    released: z.array(Named.extend({ transform: z.string() })),
    withheld: z.array(Named),
  })
  .openapi("JudgedRecord");

export const ExplorationSchema = z
  .object({
    person: z.string().nullable().openapi({ description: "Null: oneself." }),
    reply: z.object({
      status: z.number(),
      headers: z.array(z.object({ name: z.string(), value: z.string() })),
      body: z.string().nullable(),
      truncated: z.boolean().openapi({ description: "The answer is longer than what is shown of it." }),
    }),
    entry: z.string().nullable().openapi({ description: "What the record holds about it." }),
    steps: z.array(StepSchema),
    upstream: z
      .array(
        z.object({
          interaction: z.string(),
          question: z.string(),
          records: z.number().nullable(),
          milliseconds: z.number().nullable(),
        }),
      )
      .openapi({ description: "Counts and times in the demo alone: they tell of what is hidden." }),
    records: z
      .array(JudgedRecordSchema)
      .openapi({ description: "Of oneself, what was shown; as another, in the demo, all that was judged." }),
    recordsJudged: z.number().nullable().openapi({ description: "In the demo alone." }),
  })
  .openapi("Exploration");

export const ExplorerPeopleSchema = z
  .object({
    people: z
      .array(
        z.object({
          id: z.string(),
          displayName: z.string(),
          roles: z.array(z.string()),
          purposes: z.array(Named.extend({ caseBound: z.boolean() })),
        }),
      )
      .openapi({ description: "Whom one may send a request as; empty outside the demo." }),
  })
  .openapi("ExplorerPeople");
