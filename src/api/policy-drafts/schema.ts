import { z } from "@hono/zod-openapi";
import { TRANSFORMS } from "../../catalogue/transforms.ts";
import { elementList } from "../../policy/source/elements.ts";
import { grantSchema } from "../../policy/source/role.ts";
import { ProblemSchema } from "../contract.ts";

const id = z.string().min(1).max(200);
/** Null: the draft does not compile. */
const policyHash = z.string().nullable();

const VersionSchema = z
  .object({
    n: z.number(),
    author: z.string(),
    at: z.iso.datetime(),
    act: z.enum(["start", "edit", "rebase", "discard"]),
    policy: policyHash,
    files: z.array(z.string()).openapi({ description: "Paths of the files this version wrote." }),
    changes: z.array(z.string()).openapi({
      description: "What it changed, in ids: `gained biller/billing/patient.sex on billable`.",
    }),
  })
  .openapi("PolicyDraftVersion");

export const DraftSummarySchema = z
  .object({
    id: z.string(),
    title: z.string(),
    author: z.string(),
    createdAt: z.iso.datetime(),
    status: z.enum(["open", "discarded"]),
    version: z.number().openapi({ description: "The last; an edit names it in `If-Match`." }),
    changedAt: z.iso.datetime(),
    changedBy: z.string(),
    policy: policyHash,
    onLive: z.boolean().openapi({
      description: "False: the policy in force is another by now, and the draft can be rebased.",
    }),
  })
  .openapi("PolicyDraftSummary");

export const DraftSchema = DraftSummarySchema.extend({ versions: z.array(VersionSchema) }).openapi(
  "PolicyDraft",
);

export const DraftPageSchema = z
  .object({ drafts: z.array(DraftSummarySchema), next: z.string().nullable() })
  .openapi("PolicyDraftPage");

export const DiagnosticSchema = z
  .object({
    id: z.string(),
    severity: z.enum(["error", "warning"]),
    message: z.string(),
    hint: z.string().nullable(),
    file: z.string(),
    line: z.number(),
    column: z.number(),
  })
  .openapi("PolicyDiagnostic");

/** What a program acts on where a policy cannot be changed, or counted, as asked. */
export const PolicyProblemSchema = ProblemSchema.extend({
  version: z
    .number()
    .optional()
    .openapi({ description: "Of a draft that was changed meanwhile: its last version." }),
  since: z
    .array(VersionSchema)
    .optional()
    .openapi({ description: "Of the same: every version after the one that was named." }),
  diagnostics: z
    .array(DiagnosticSchema)
    .optional()
    .openapi({ description: "Of a policy that does not compile: what is wrong, by file and line." }),
  paths: z
    .array(z.string())
    .optional()
    .openapi({ description: "Files that the draft and the policy in force both changed." }),
}).openapi("PolicyProblem");

export const DraftEditedSchema = z
  .object({ draft: DraftSchema, diagnostics: z.array(DiagnosticSchema) })
  .openapi("PolicyDraftEdited");

const CellSchema = z
  .object({
    role: z.string(),
    purpose: z.string(),
    element: z.string(),
    on: z.string(),
    as: z.string(),
    segments: z.array(z.string()),
    can: z.array(z.string()),
    systems: z.array(z.string()),
    rule: z.string(),
  })
  .openapi("PolicyCell");

export const CellChangeSchema = z
  .object({
    change: z.enum(["gained", "lost", "wider", "narrower", "other"]),
    sentence: z.string(),
    before: CellSchema.nullable(),
    after: CellSchema.nullable(),
  })
  .openapi("PolicyCellChange");

export const OtherChangeSchema = z
  .object({
    kind: z.string().openapi({ description: "`purpose`, `segment`, `relation`, `role`, `grant`…" }),
    id: z.string(),
    field: z.string().openapi({ description: "`disclose.to`; empty where the whole came or went." }),
    was: z.array(z.string()).openapi({ description: "Of a list what only the policy before has." }),
    is: z.array(z.string()).openapi({ description: "Of a list what only the policy after has." }),
    bearing: z.enum(["opens", "narrows", "may-open", "wording"]).openapi({
      description: "`may-open`: it cannot be told, or it does both. `wording`: no answer changes by it.",
    }),
  })
  .openapi("PolicyOtherChange");

export const OtherChangesSchema = z.array(OtherChangeSchema).openapi({
  description:
    "What the policies say differently beside the cells, so that the two lists together miss nothing.",
});

export const DraftDiffSchema = z
  .object({
    onLive: z.boolean(),
    files: z.array(
      z.object({ path: z.string(), change: z.enum(["added", "removed", "changed"]), text: z.string() }),
    ),
    cells: z.array(CellChangeSchema).nullable().openapi({
      description:
        "Null when the draft does not compile; at most 2,000, `cellCount` tells how many there are.",
    }),
    cellCount: z.number().nullable(),
    others: OtherChangesSchema.nullable(),
    diagnostics: z.array(DiagnosticSchema),
  })
  .openapi("PolicyDraftDiff");

export const DraftFilesSchema = z
  .object({
    files: z.array(z.object({ path: z.string(), written: z.boolean() })),
    text: z.string().nullable().openapi({ description: "Of the file asked for with `path`." }),
  })
  .openapi("PolicyDraftFiles");

const MeasureSchema = z.object({
  covered: z.number(),
  total: z.number(),
  percent: z.number(),
  untested: z.array(z.string()),
});

export const TestRunSchema = z
  .object({
    passed: z.number(),
    failed: z.number(),
    suites: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        file: z.string(),
        passed: z.number(),
        failed: z.number(),
        tests: z.array(
          z.object({
            name: z.string(),
            line: z.number(),
            passed: z.boolean(),
            differences: z.array(z.string()),
          }),
        ),
      }),
    ),
    coverage: z.object({ grants: MeasureSchema, outbound: MeasureSchema, elements: MeasureSchema }),
  })
  .openapi("PolicyTestRun");

export const NewDraftSchema = z.strictObject({
  title: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .regex(/^[^\p{Cc}\p{Surrogate}]*$/u)
    .openapi({ description: "What it is for, one line; names no patient.", example: "Bill without the sex" }),
});

export const DraftListQuerySchema = z.object({
  status: z.enum(["open", "discarded"]).optional(),
  after: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const DraftIdSchema = z.object({ id: z.string().max(64) });

export const OnVersionSchema = z.object({
  "if-match": z
    .string()
    .regex(/^"[1-9]\d{0,8}"$/)
    .openapi({ description: "The version the change was made on, as `ETag` gave it.", example: '"3"' }),
});

const place = { role: id, purpose: id, on: id };

export const CellEditSchema = z
  .strictObject({ ...place, element: id, as: z.enum(TRANSFORMS) })
  .openapi("PolicyCellEdit");

export const GrantEditSchema = z
  .strictObject({
    ...place,
    grant: z
      .strictObject({
        can: grantSchema.shape.can,
        elements: elementList,
        segments: grantSchema.shape.segments.unwrap().optional(),
        systems: grantSchema.shape.systems.unwrap().optional(),
      })
      .nullable()
      .openapi({ description: "Null takes the grants of this place away." }),
  })
  .openapi("PolicyGrantEdit");

export const CeilingEditSchema = z
  .strictObject({
    purpose: id,
    element: id,
    list: z.enum(["need", "mayAsk", "never", "unsaid"]),
    as: z.enum(TRANSFORMS).exclude(["drop"]).optional(),
  })
  .openapi("PolicyCeilingEdit");

export const FileEditSchema = z
  .strictObject({
    path: z.string().max(400).openapi({ example: "roles/biller.yaml" }),
    text: z.string().nullable().openapi({ description: "Null takes the file out." }),
  })
  .openapi("PolicyFileEdit");

export const RebaseSchema = z
  .strictObject({
    take: z
      .record(z.string().max(400), z.enum(["draft", "live"]))
      .default({})
      .openapi({
        description: "Whose text a file gets that the draft and the policy in force both changed.",
      }),
  })
  .openapi("PolicyDraftRebase");
