import { policySchema } from "../source/kinds.ts";
import type { SourceKind } from "../source/kinds.ts";

/** A place in the shape of a policy file: the order of its keys, and what lies below. */
export interface Shape {
  readonly keys: readonly string[];
  member(key: string): Shape;
  item(): Shape;
}

type Schema = Readonly<Record<string, unknown>>;

/** The shape of a kind, by its JSON Schema. Where branches differ, keys stand in the order they are met. */
export function shapeOf(kind: SourceKind): Shape {
  return shapeFrom([policySchema(kind)]);
}

function shapeFrom(schemas: readonly Schema[]): Shape {
  const branches = schemas.flatMap(branchesOf);
  const below = (find: (branch: Schema) => Schema | undefined): Shape =>
    shapeFrom(branches.map(find).filter((schema) => schema !== undefined));
  return {
    keys: [...new Set(branches.flatMap((branch) => Object.keys(schemaAt(branch, "properties") ?? {})))],
    member: (key) =>
      below(
        (branch) =>
          schemaAt(schemaAt(branch, "properties") ?? {}, key) ?? schemaAt(branch, "additionalProperties"),
      ),
    item: () => below((branch) => schemaAt(branch, "items")),
  };
}

function branchesOf(schema: Schema): readonly Schema[] {
  const alternatives = [schema["anyOf"], schema["oneOf"]].flat().filter(isSchema);
  return alternatives.length === 0 ? [schema] : alternatives.flatMap(branchesOf);
}

function schemaAt(schema: Schema, key: string): Schema | undefined {
  const value = Object.hasOwn(schema, key) ? schema[key] : undefined;
  return isSchema(value) ? value : undefined;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
