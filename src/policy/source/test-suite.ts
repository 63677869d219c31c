import { z } from "zod";
import { REASONS, type ReasonCode } from "../../kernel/reasons.ts";
import { transform } from "./vocabulary.ts";
import { header } from "./header.ts";
import { instant, kebabId, line, personId, reference } from "./scalars.ts";
import { act, basis, capability, recipientClass } from "./vocabulary.ts";

const element = z.string().min(1).meta({ description: "An element id or a glob such as `claim.*`." });
const elements = z.array(element);
const shown = z.array(z.union([element, z.strictObject({ id: element, as: transform })]));
const patientId = z.string().min(1);
const reasonCode = z.enum(Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]]);

const relationFact = z.strictObject({
  person: personId,
  relation: kebabId,
  patient: patientId,
  from: instant.optional().meta({ description: "Absent: long before `now`." }),
  until: instant.optional().meta({ description: "Absent: long after `now`." }),
  syncedAt: instant.optional().meta({ description: "Absent: `now`." }),
  refs: z.array(reference).default([]),
});

const authorization = z.strictObject({
  id: kebabId,
  patient: patientId,
  present: z.array(kebabId),
  elements,
  segments: z.array(kebabId).default([]),
  recipients: z.array(z.string()).default([]),
  recipientClasses: z.array(recipientClass).default([]),
  signedAt: instant,
  expiresAt: instant,
  revokedAt: instant.optional(),
});

const consent = z.strictObject({
  id: kebabId,
  patient: patientId,
  recipientClasses: z.array(recipientClass),
  bases: z.array(basis),
  from: instant,
  until: instant,
  revokedAt: instant.optional(),
});

const restriction = z.strictObject({
  id: kebabId,
  patient: patientId,
  kind: z.enum(["self-pay", "agreed"]),
  elements,
  refs: z.array(reference).default([]),
  recipientClasses: z.array(recipientClass),
  bases: z.array(basis),
});

const temporaryGrant = z.strictObject({
  id: kebabId,
  person: personId,
  kind: z.enum(["jit", "break-glass"]),
  purpose: kebabId,
  act,
  patients: z.array(patientId).min(1),
  refs: z.array(reference).default([]),
  elements,
  segments: z.array(kebabId).default([]),
  systems: z.array(kebabId).default([]),
  from: instant,
  until: instant,
});

export const suiteFactsSchema = z.strictObject({
  relations: z.array(relationFact).default([]),
  authorizations: z.array(authorization).default([]),
  consents: z.array(consent).default([]),
  restrictions: z.array(restriction).default([]),
  grants: z.array(temporaryGrant).default([]),
});

const exemptionClaim = z.strictObject({
  code: z.string(),
  citation: line.optional(),
  lawElements: elements.optional(),
  profile: z.string().optional(),
  authorization: kebabId.optional(),
});

const givenSchema = z.strictObject({
  person: personId.meta({ description: "A person of People files, or of `people` above." }),
  act,
  purpose: z.string().optional().meta({ description: "As declared; absent: none was." }),
  case: z.string().optional(),
  can: capability.default("read"),
  resource: z.string().min(1).meta({ description: "Name of a fixture, or `Type/id`." }),
  recipient: z
    .strictObject({ class: recipientClass, id: z.string(), verified: z.boolean().default(true) })
    .optional(),
  exemption: exemptionClaim.optional(),
  system: kebabId.optional(),
  channel: kebabId.optional(),
  scopes: z.array(z.string()).optional(),
  at: instant.optional().meta({ description: "Overrides the suite's `now`." }),
  facts: suiteFactsSchema.optional().meta({ description: "Added to the suite's facts." }),
});

const expectSchema = z.strictObject({
  decision: z.enum(["allow", "deny"]),
  code: reasonCode.optional().meta({ description: "First reason of a denial." }),
  fields: shown.optional().meta({ description: "Everything shown of this record; unlisted is denied." }),
  rules: z.array(z.string()).optional(),
  withheld: z.strictObject({ min: z.int().nonnegative() }).optional(),
});

/** tests/*_test.yaml: what the policy is expected to say; what is not listed is expected to be denied. */
export const testSuiteSchema = z.strictObject({
  ...header("TestSuite", kebabId),
  now: instant,
  people: z
    .array(
      z.strictObject({
        id: personId,
        roles: z.array(kebabId),
        active: z.boolean().default(true),
        patient: patientId.optional(),
      }),
    )
    .default([]),
  facts: suiteFactsSchema.default({
    relations: [],
    authorizations: [],
    consents: [],
    restrictions: [],
    grants: [],
  }),
  tests: z.array(z.strictObject({ name: line, given: givenSchema, expect: expectSchema })).min(1),
});

export type SuiteFacts = z.infer<typeof suiteFactsSchema>;
export type SuiteTest = z.infer<typeof testSuiteSchema>["tests"][number];
export type TestSuiteSource = z.infer<typeof testSuiteSchema>;
