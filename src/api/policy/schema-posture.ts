import { z } from "@hono/zod-openapi";
import { CellChangeSchema, OtherChangesSchema, TestRunSchema } from "../policy-drafts/schema.ts";
import { ElementGroupSchema } from "./schema-rules.ts";

const Next = z.string().nullable().openapi({ description: "Give it as `after` to go on; null at the end." });
const Part = z.number().openapi({ description: "Of all patients, 0 to 1." });

/** Not yet done: ask again. */
const RunningSchema = z
  .object({ state: z.literal("running"), done: z.number(), total: z.number().nullable() })
  .openapi("ReportRunning");

const ready = <T extends z.ZodType>(report: T) => z.object({ state: z.literal("ready"), report });

const CensusSchema = z.object({ patients: z.number(), asOf: z.iso.datetime() });
const ShareShape = { patients: z.number(), share: Part };
const PurposeShareSchema = z.object({ purpose: z.string(), ...ShareShape });

export const ReachQuerySchema = z.strictObject({
  element: z.string().max(200).optional().openapi({
    description: "Count patients of whom this is seen: `patient.ssn`, or `claim.*` for any of a group.",
  }),
  role: z.string().max(100).optional().openapi({ description: "Only people who hold it." }),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  after: z.string().max(200).optional(),
  share: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .openapi({ description: "Above it a reach is found wide." }),
  wide: z
    .string()
    .max(2000)
    .default("")
    .openapi({ description: "Roles whose work is with all patients, by comma." }),
  chartless: z.string().max(2000).optional().openapi({
    description:
      "Roles that no chart is open to, by comma; not given: those the policy keeps from every Patient.",
  }),
});

export const ReachReportSchema = z
  .object({
    policy: z.string(),
    at: z.iso.datetime(),
    census: CensusSchema,
    everyone: z.object(ShareShape),
    findings: z.array(
      z.object({
        kind: z.enum(["everyone-sees-everyone", "wide-reach", "chart-reached"]),
        role: z.string().nullable(),
        person: z.string().nullable(),
        sentence: z.string(),
        ...ShareShape,
      }),
    ),
    roles: z.array(
      z.object({
        role: z.string(),
        title: z.string(),
        people: z.number(),
        greatest: Part,
        median: Part,
        purposes: z.array(PurposeShareSchema),
        ...ShareShape,
      }),
    ),
    people: z.array(
      z.object({
        person: z.string(),
        displayName: z.string(),
        department: z.string().nullable(),
        roles: z.array(z.string()),
        purposes: z.array(PurposeShareSchema),
        ...ShareShape,
      }),
    ),
    next: Next,
  })
  .openapi("ReachReport");

export const ReachAnswerSchema = z
  .discriminatedUnion("state", [ready(ReachReportSchema), RunningSchema])
  .openapi("ReachAnswer");

const PersonAccessSchema = z
  .object({
    person: z.string(),
    displayName: z.string(),
    department: z.string().nullable(),
    manager: z.string().nullable(),
    unknownRoles: z.array(z.string()),
    roles: z.array(
      z.object({
        role: z.string(),
        title: z.string(),
        jobFunctions: z.array(z.string()),
        why: z.string(),
        access: z.array(
          z.object({
            purpose: z.string(),
            title: z.string(),
            rules: z.array(z.string()),
            relations: z.array(z.string()),
            systems: z.array(z.string()),
            groups: z.array(ElementGroupSchema),
          }),
        ),
        breakGlass: z.boolean(),
        jit: z.array(z.string()),
        approve: z.array(z.string()),
        recertify: z.object({ every: z.string(), by: z.string() }),
      }),
    ),
  })
  .openapi("PersonAccess");

export const PersonAccessAnswerSchema = PersonAccessSchema;

export const AccessQuerySchema = z.strictObject({
  format: z.enum(["json", "csv"]).default("json"),
  role: z.string().max(100).optional(),
  sample: z.coerce.number().int().min(1).max(1000).optional().openapi({
    description: "Draw as many people by `seed`, as an auditor does; the same seed draws the same people.",
  }),
  seed: z.string().max(100).default("1"),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  after: z.string().max(200).optional(),
});

export const AccessReportSchema = z
  .object({
    policy: z.string(),
    at: z.iso.datetime(),
    count: z.number().openapi({ description: "People in the report, over all pages." }),
    sample: z
      .object({ asked: z.number(), sentence: z.string() })
      .nullable()
      .openapi({ description: "Where one is drawn; it comes out short where there are not so many people." }),
    inactive: z.number().openapi({ description: "People of the roster whose account has ended." }),
    people: z.array(PersonAccessSchema),
    orphans: z.array(
      z.object({
        kind: z.enum([
          "role-unknown",
          "role-unheld",
          "person-without-role",
          "person-without-manager",
          "manager-unknown",
          "grant-gives-nothing",
          "facts-held-by-nobody",
        ]),
        subject: z.string(),
        sentence: z.string(),
      }),
    ),
    next: Next,
  })
  .openapi("AccessReport");

export const TestsAnswerSchema = z
  .discriminatedUnion("state", [ready(TestRunSchema), RunningSchema])
  .openapi("PolicyTestsAnswer");

const Files = z.record(z.string().max(400), z.string().max(400_000));

export const ImpactSchema = z
  .union([
    z.object({ draft: z.string().max(64) }).strict(),
    z
      .object({
        files: Files.openapi({ description: "The whole policy after the change: path to text." }),
        before: Files.optional().openapi({ description: "Not given: the policy in force." }),
      })
      .strict(),
  ])
  .openapi("PolicyChange");

const AffectedSchema = z.object({ people: z.number(), patients: z.number(), pairs: z.number() });
const ChangeSchema = z.object({ gained: AffectedSchema, lost: AffectedSchema });
const SideSchema = z.object({
  elements: z.array(z.string()),
  patients: z.number(),
  patientIds: z
    .array(z.string())
    .optional()
    .openapi({ description: "Only for who may read `record.patients`." }),
});

export const ImpactReportSchema = z
  .object({
    before: z.string(),
    after: z.string(),
    at: z.iso.datetime(),
    census: CensusSchema,
    sentence: z.string(),
    cellCount: z.number(),
    cells: z.array(CellChangeSchema.extend(AffectedSchema.shape)).openapi({
      description: "The first 2,000, each with who holds the role and whom the relation reaches.",
    }),
    others: OtherChangesSchema,
    uncounted: z.array(z.string()).openapi({
      description: "What no number here counts, one sentence each.",
    }),
    byCells: ChangeSchema.openapi({ description: "Whom the changed cells could touch at most." }),
    effects: z.array(
      z.object({
        purpose: z.string(),
        element: z.string(),
        kind: z.enum(["gained", "lost", "wider", "narrower", "other"]),
        ...AffectedSchema.shape,
      }),
    ),
    byEffect: ChangeSchema.openapi({
      description:
        "What could change for people: patients in reach, whatever records they have. Where another grant gives the same, nothing does.",
    }),
    people: z
      .array(
        z.object({
          person: z.string(),
          displayName: z.string(),
          roles: z.array(z.string()),
          gained: SideSchema,
          lost: SideSchema,
        }),
      )
      .openapi({ description: "For whom something could change, the first 1,000 by id." }),
  })
  .openapi("PolicyImpact");

export const ImpactAnswerSchema = z
  .discriminatedUnion("state", [ready(ImpactReportSchema), RunningSchema])
  .openapi("PolicyImpactAnswer");
