import { z } from "zod";
import { elementGroupSchema } from "./element-group.ts";
import { elementSetSchema } from "./element-set.ts";
import { exceptionSchema } from "./exception.ts";
import { exemptionSchema } from "./exemption.ts";
import { orgSchema } from "./org.ts";
import { peopleSchema } from "./people.ts";
import { purposeSchema } from "./purpose.ts";
import { relationSchema } from "./relation.ts";
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
  TestSuite: testSuiteSchema,
} as const;

export type SourceKind = keyof typeof SOURCE_SCHEMAS;

/** A policy file of kind K, as read: defaults filled in, names not yet resolved. */
export type Source<K extends SourceKind = SourceKind> = z.infer<(typeof SOURCE_SCHEMAS)[K]>;

export function isSourceKind(kind: unknown): kind is SourceKind {
  return typeof kind === "string" && Object.hasOwn(SOURCE_SCHEMAS, kind);
}

/** JSON Schema 2020-12 of each kind of policy file, for editors. */
export function policySchemas(): Record<SourceKind, z.core.JSONSchema.BaseSchema> {
  const entries = Object.entries(SOURCE_SCHEMAS).map(([kind, schema]) => [
    kind,
    { ...z.toJSONSchema(schema, { io: "input" }), $id: `https://modicum.dev/schemas/policy/${kind}.json` },
  ]);
  return Object.fromEntries(entries) as Record<SourceKind, z.core.JSONSchema.BaseSchema>;
}
