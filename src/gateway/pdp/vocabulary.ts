import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import type { Capability } from "../../catalogue/vocabulary.ts";
import { AppError } from "../../kernel/errors.ts";
import type { PdpAction, Properties } from "./messages.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const CAPABILITIES = [
  "read",
  "search",
  "create",
  "update",
  "delete",
  "locate",
  "disclose",
  "request",
  "approve",
  "administer",
] as const satisfies readonly Capability[];

const ruleSchema = z.strictObject({
  /** Properties of the action that this rule is for, all of them; none: every one. */
  when: z.record(z.string(), scalar).default({}),
  capability: z.enum(CAPABILITIES),
  /** What it is done with; not given: every element of the resource's type. */
  elements: z.array(z.string()).min(1).optional(),
  /** `type`: it is about no single record, so that only grants on the directory reach it. */
  scope: z.enum(["record", "type"]).default("record"),
});

const resourceSchema = z.strictObject({
  elements: z.array(z.string()).min(1),
  /** The property that names whom a record is about, or `id`: the record itself. Not given: it is about nobody. */
  about: z.string().optional(),
  /** Per property and value, the segment of the policy that it labels a record with. */
  labels: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});

/** Words of an application, in terms of the policy: a file, never code. */
export const vocabularySchema = z.strictObject({
  /** Declared where the context names none. */
  purpose: z.string().optional(),
  /** Declared by who searches for subjects, where they declare none. */
  auditPurpose: z.string().optional(),
  actions: z.record(z.string(), z.union([ruleSchema, z.array(ruleSchema).min(1)])),
  /** Beside the types of FHIR, which need no entry. */
  resources: z.record(z.string(), resourceSchema).default({}),
});

export type Vocabulary = z.infer<typeof vocabularySchema>;
export type ActionRule = z.infer<typeof ruleSchema>;
export type ResourceWords = z.infer<typeof resourceSchema>;

/** What the gateway's own clients say: the capabilities by their names, on the types of FHIR R4. */
export const FHIR_VOCABULARY: Vocabulary = vocabularySchema.parse({
  actions: {
    read: { capability: "read" },
    search: { capability: "search" },
    create: { capability: "create" },
    update: { capability: "update" },
    delete: { capability: "delete" },
    locate: { capability: "locate" },
  },
});

/**
 * Reads the words of an application from a YAML file; those of FHIR stay beside them.
 * @throws AppError `config_invalid`
 */
export async function readVocabulary(file: string): Promise<Vocabulary> {
  try {
    const own = vocabularySchema.parse(parse(await readFile(file, "utf8")));
    return { ...own, actions: { ...FHIR_VOCABULARY.actions, ...own.actions } };
  } catch (cause) {
    throw new AppError("config_invalid", `the vocabulary \`${file}\` cannot be read`, {
      cause,
      hint: "see docs/developer.md for its shape",
    });
  }
}

/** The rule for an action, by its name and properties; undefined: the vocabulary does not know it. */
export function ruleFor(vocabulary: Vocabulary, action: PdpAction): ActionRule | undefined {
  const rules = Object.hasOwn(vocabulary.actions, action.name) ? vocabulary.actions[action.name] : undefined;
  if (rules === undefined) return undefined;
  const told: Properties = action.properties ?? {};
  return [rules]
    .flat()
    .find(({ when }) => Object.entries(when).every(([property, value]) => told[property] === value));
}

/** What the vocabulary says of a resource type; undefined: nothing, it may be one of FHIR. */
export function wordsFor(vocabulary: Vocabulary, type: string): ResourceWords | undefined {
  return Object.hasOwn(vocabulary.resources, type) ? vocabulary.resources[type] : undefined;
}
