import { z } from "zod";
import { elementGroupSchema } from "./element-group.ts";
import { elementSetSchema } from "./element-set.ts";
import { exceptionSchema } from "./exception.ts";
import { exemptionSchema } from "./exemption.ts";
import { orgSchema } from "./org.ts";
import { peopleSchema } from "./people.ts";
import { purposeSchema } from "./purpose.ts";
import { relationSchema } from "./relation.ts";
import { retentionSchema } from "./retention.ts";
import { roleSchema } from "./role.ts";
import { segmentSchema } from "./segment.ts";
import { testSuiteSchema } from "./test-suite.ts";

/** The closed list of policy file kinds. */
export const SOURCE_SCHEMAS = {
  Org: orgSchema,
  ElementGroup: elementGroupSchema,
  ElementSet: elementSetSchema,
  Purpose: purposeSchema,
  Role: roleSchema,
  Segment: segmentSchema,
  Exemption: exemptionSchema,
  Relation: relationSchema,
  People: peopleSchema,
  Exception: exceptionSchema,
  Retention: retentionSchema,
  TestSuite: testSuiteSchema,
} as const;

export type SourceKind = keyof typeof SOURCE_SCHEMAS;

/** A policy file of kind K, as read: defaults filled in, names not yet resolved. */
export type Source<K extends SourceKind = SourceKind> = z.infer<(typeof SOURCE_SCHEMAS)[K]>;

export function isSourceKind(kind: unknown): kind is SourceKind {
  return typeof kind === "string" && Object.hasOwn(SOURCE_SCHEMAS, kind);
}

const published = new Map<SourceKind, z.core.JSONSchema.BaseSchema>();

/** JSON Schema 2020-12 of one kind of policy file. */
export function policySchema(kind: SourceKind): z.core.JSONSchema.BaseSchema {
  const known = published.get(kind);
  if (known !== undefined) return known;
  const schema = z.toJSONSchema(SOURCE_SCHEMAS[kind], { io: "input" });
  const named = { ...schema, $id: `https://modicum.dev/schemas/policy/${kind}.json` };
  published.set(kind, named);
  return named;
}

/** JSON Schema of every kind of policy file, for editors. */
export function policySchemas(): Record<SourceKind, z.core.JSONSchema.BaseSchema> {
  const kinds = Object.keys(SOURCE_SCHEMAS) as SourceKind[];
  const schemas = kinds.map((kind) => [kind, policySchema(kind)]);
  return Object.fromEntries(schemas) as Record<SourceKind, z.core.JSONSchema.BaseSchema>;
}
