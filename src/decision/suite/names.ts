import { codeOf, KEEP, transformOf } from "../../catalogue/transforms.ts";
import type { Transform, TransformCode, TransformVector } from "../../catalogue/transforms.ts";
import type { Catalogue } from "../../catalogue/types.ts";
import { AppError } from "../../kernel/errors.ts";

/** A listed field: an id or glob, untransformed; or one with a transform. */
export type ListedField = string | { readonly id: string; readonly as: Transform };

/** Elements of a list of ids and globs, untransformed. AppError `input_invalid` for a name the catalogue lacks. */
export function vectorOf(patterns: readonly string[], catalogue: Catalogue): TransformVector {
  const vector = new Uint8Array(catalogue.elements.length);
  for (const pattern of patterns) for (const index of indexesOf(pattern, catalogue)) vector[index] = KEEP;
  return vector;
}

/** Elements of an id or a glob. AppError `input_invalid` for a name the catalogue lacks. */
export function indexesOf(pattern: string, catalogue: Catalogue): readonly number[] {
  const found = catalogue.select(pattern);
  if (found === undefined) throw new AppError("input_invalid", `the catalogue has no element \`${pattern}\``);
  return found;
}

/** The id or glob of a listed field. */
export function patternOf(field: ListedField): string {
  return typeof field === "string" ? field : field.id;
}

/** The transform that a listed field is expected to come in. */
export function transformCodeOf(field: ListedField): TransformCode {
  return typeof field === "string" ? KEEP : codeOf(field.as);
}

/** "as `mask`", for messages. */
export function inForm(code: TransformCode): string {
  return code === KEEP ? "untransformed" : `as \`${transformOf(code)}\``;
}
