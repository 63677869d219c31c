import { z } from "@hono/zod-openapi";
import { KIND_IDS } from "../../governance/evidence/kinds.ts";

const instant = z.iso.datetime();
const anyInstant = z.iso.datetime({ offset: true });
const KindSchema = z.enum(KIND_IDS);
const AnyKindSchema = z.enum([...KIND_IDS, "evidence-pack"]);

export const KindsSchema = z
  .object({
    kinds: z.array(
      z.object({
        id: KindSchema,
        title: z.string(),
        shows: z.string(),
        state: z.enum(["record", "present"]).openapi({
          description:
            "`record`: any moment can be asked for. `present`: of a past moment there is what was prepared by then.",
        }),
        narrows: z.boolean(),
        samples: z.boolean(),
        yours: z.boolean().openapi({ description: "Whether you may prepare it." }),
      }),
    ),
  })
  .openapi("EvidenceKinds");

const FiltersSchema = z
  .object({
    person: z.string().max(200),
    patient: z.string().max(200),
    interaction: z.string().max(100),
    outcome: z.enum(["permit", "deny", "error"]),
    purpose: z.string().max(200),
    rule: z.string().max(300),
    element: z.string().max(100),
    system: z.string().max(200),
    reason: z.string().max(100),
    from: anyInstant,
  })
  .partial()
  .strict();

const ItemSchema = z
  .object({
    kind: KindSchema,
    filters: FiltersSchema.optional(),
    patients: z.literal(true).optional().openapi({
      description: "Entries name their patients. Takes `record.patients`; without it none is named.",
    }),
  })
  .strict();

export const BuildSchema = z
  .object({
    items: z.array(ItemSchema).min(1).max(20),
    asOf: anyInstant.optional().openapi({ description: "Not in the future; now unless said." }),
    sample: z
      .object({
        size: z.number().int().min(1).max(1_000),
        seed: z
          .string()
          .regex(/^[A-Za-z0-9._-]{1,100}$/)
          .optional()
          .openapi({ description: "The same seed draws the same sample; made up unless given, and kept." }),
      })
      .strict()
      .optional()
      .openapi({ description: "Of the kinds that can be a sample: entries and people." }),
  })
  .strict()
  .openapi("EvidenceBuild");

export const BegunSchema = z
  .object({
    job: z.uuid().openapi({ description: "See `/api/v1/jobs/{id}`; the pack has this id, too." }),
    seed: z.string().nullable(),
  })
  .openapi("EvidenceBegun");

export const ArtifactSchema = z
  .object({
    id: z.uuid(),
    kind: AnyKindSchema,
    title: z.string(),
    query: z.string().openapi({
      description:
        "Canonical JSON (RFC 8785). Who may not know patients reads `sealed` in place of one that it names.",
    }),
    asOf: instant,
    preparedAt: instant,
    preparedBy: z.string(),
    sha256: z.string().openapi({ description: "Of the bytes, hex." }),
    bytes: z.number().int(),
    items: z.number().int(),
    mediaType: z.string(),
    fileName: z.string(),
    policy: z.string(),
    checkpoint: z.string().openapi({ description: "Signed note of the record when it was prepared." }),
    entry: z.uuid().openapi({ description: "The entry of the record that says this hash." }),
    pack: z.uuid(),
    keepUntil: instant.openapi({ description: "45 CFR 164.316(b)(2)(i)" }),
    yours: z.boolean().openapi({ description: "Whether you may read what it holds." }),
    repeatable: z.boolean().openapi({ description: "Whether asking again can give the same bytes." }),
  })
  .openapi("Artifact");

export const ArtifactsSchema = z
  .object({ artifacts: z.array(ArtifactSchema), next: z.uuid().nullable() })
  .openapi("Artifacts");

export const ArtifactsQuerySchema = z.object({
  kind: AnyKindSchema.optional(),
  preparedBy: z.string().max(200).optional(),
  from: anyInstant.optional(),
  until: anyInstant.optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const RerunSchema = z
  .object({
    same: z.boolean(),
    sha256: z.object({ prepared: z.string(), now: z.string() }),
    items: z.object({ prepared: z.number().int(), now: z.number().int() }),
    at: instant,
  })
  .openapi("EvidenceRerun");

export const IdParam = z.object({ id: z.uuid() });
