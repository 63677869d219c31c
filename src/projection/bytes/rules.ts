/** What a view says of a place, worked out once for each rule: a place's owners without their names. */
import { DROP, KEEP } from "../../catalogue/transforms.ts";
import type { TransformCode, TransformVector } from "../../catalogue/transforms.ts";
import type { ElementNode } from "../../catalogue/types.ts";
import { elementsAt, transformAt } from "../owners.ts";
import type { Owners } from "../owners.ts";
import { isPrimitive, isWalkedThrough } from "../rebuild.ts";
import { elementsBelow, givesAny } from "../visibility.ts";

/** Nothing comes out and nothing is noted: of a record that may not be seen. */
export const PASS_OVER = 0;
/** No element covers it: its path is noted. */
export const NOTE_UNMAPPED = 1;
/** Its elements are withheld; what is below is not looked at. */
export const WITHHOLD = 2;
/** A primitive comes out as it is. */
export const RELEASE = 3;
/** The same, unless it points to a contained resource (PRJ-08). */
export const RELEASE_LINK = 4;
/** Its members are looked at one by one. */
export const WALK = 5;
/** The same, unless `reference` points to a contained resource. */
export const WALK_REFERENCE = 6;
/** Another transform than keep or drop acts here. */
export const TRANSFORM = 7;

export type Action = number;

/** Owners that every view treats alike have one rule. */
export interface Rule {
  readonly owners: Owners;
  /** Of a resource: visible as a whole or not there (PRJ-24). */
  readonly isRoot: boolean;
}

const LINKS: ReadonlySet<string> = new Set(["canonical", "uri"]);

/** Equal for owners that no view can tell apart. */
export function keyOfRule({ owners, isRoot }: Rule): string {
  const below = isRoot || owners[0].children !== undefined ? owners.map(keyBelow) : [];
  const own = owners.map((node) => (node.structural ? "s" : node.element));
  return `${isRoot} ${isPrimitive(owners)} ${owners[0].datatype} ${own.join(",")} ${below.join(";")}`;
}

const keys = new WeakMap<ReadonlySet<number>, string>();

function keyBelow(node: ElementNode): string {
  const elements = elementsBelow(node);
  const known = keys.get(elements) ?? [...elements].toSorted((a, b) => a - b).join(",");
  keys.set(elements, known);
  return known;
}

/** What is done at a place under a view: rules PRJ-20 to PRJ-24 and PRJ-30 to PRJ-43 of SPEC.md. */
export function actionOf({ owners, isRoot }: Rule, vector: TransformVector): Action {
  if (isRoot) return givesAny(owners, vector) ? WALK : PASS_OVER;
  const code = transformAt(owners, vector);
  return isPrimitive(owners)
    ? actionOnPrimitive(owners, code)
    : actionOnComplex(owners, code, givesAny(owners, vector));
}

function actionOnPrimitive(owners: Owners, code: TransformCode | undefined): Action {
  if (code === undefined) return NOTE_UNMAPPED;
  if (code === DROP) return WITHHOLD;
  if (code !== KEEP) return TRANSFORM;
  return LINKS.has(owners[0].datatype) ? RELEASE_LINK : RELEASE;
}

function actionOnComplex(owners: Owners, code: TransformCode | undefined, shows: boolean): Action {
  const { datatype } = owners[0];
  if (code === DROP && !shows) return WITHHOLD;
  if (code !== undefined && !isWalkedThrough(code, datatype)) return TRANSFORM;
  return datatype === "Reference" ? WALK_REFERENCE : WALK;
}

/** The elements that own a value, each once, as the account names them. */
export function accountOf(owners: Owners): readonly number[] {
  return [...new Set(elementsAt(owners))].toSorted((a, b) => a - b);
}
