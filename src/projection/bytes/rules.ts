/** What a view says of a place, worked out once for each rule: a place's owners without their names. */
import { DROP, KEEP, TOKEN_TEXTS, transformOf } from "../../catalogue/transforms.ts";
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

/** Refinements of TRANSFORM for scanners that know them: the year of a date, the token of a text, the year of an instant. */
export const TO_YEAR = 8;
export const TO_TOKEN = 9;
export const TO_YEAR_BESIDE = 10;
/** In place of an object: its token, or what the object-level projection makes of it. */
export const TO_TOKEN_IDENTIFIER = 11;
export const TO_TOKEN_REFERENCE = 12;
export const TO_FRAGMENT = 13;

export type Action = number;

/** Owners that every view treats alike have one rule. */
export interface Rule {
  readonly owners: Owners;
  /** Of a resource: visible as a whole or not there (PRJ-24). */
  readonly isRoot: boolean;
}

const LINKS: ReadonlySet<string> = new Set(["canonical", "uri"]);
/** Datatypes whose partial form is a year. */
const DATES: ReadonlySet<string> = new Set(["date", "dateTime"]);
/** What becomes of a value that has no members, by its datatype: one that has no such transform is withheld (PRJ-42). */
const OF_PRIMITIVES: ReadonlyMap<string, (datatype: string) => Action> = new Map<
  string,
  (datatype: string) => Action
>([
  ["tokenize", (datatype) => (TOKEN_TEXTS.has(datatype) ? TO_TOKEN : WITHHOLD)],
  [
    "generalize:year",
    (datatype) => (DATES.has(datatype) ? TO_YEAR : datatype === "instant" ? TO_YEAR_BESIDE : WITHHOLD),
  ],
  ["generalize:age-band", (datatype) => (datatype === "date" ? TRANSFORM : WITHHOLD)],
  ["generalize:zip3", (datatype) => (datatype === "string" ? TRANSFORM : WITHHOLD)],
]);
/** What stands in place of an object, by transform and datatype. */
const IN_PLACE: ReadonlyMap<string, Action> = new Map([
  ["tokenize Identifier", TO_TOKEN_IDENTIFIER],
  ["tokenize Reference", TO_TOKEN_REFERENCE],
  ["tokenize HumanName", TO_FRAGMENT],
  ["tokenize ContactPoint", TO_FRAGMENT],
  ["generalize:zip3 Address", TO_FRAGMENT],
]);
const FRAGMENTS: ReadonlySet<string> = new Set([
  "Identifier",
  "Reference",
  "HumanName",
  "ContactPoint",
  "Address",
]);

/** Equal for owners that no view can tell apart. */
export function keyOfRule({ owners, isRoot }: Rule): string {
  const below = isRoot || owners[0].children !== undefined ? owners.map(keyBelow) : [];
  const own = owners.map((node) => (node.structural ? "s" : node.element));
  const as = isRoot || isPrimitive(owners) || isOwnedAlone(owners) ? "" : owners.map(numberOf).join(",");
  return `${isRoot} ${isPrimitive(owners)} ${owners[0].datatype} ${own.join(",")} ${below.join(";")} ${FRAGMENTS.has(owners[0].datatype) ? as : ""}`;
}

const numbers = new WeakMap<ElementNode, number>();
let nodes = 0;

/** Tells nodes apart that are alike for every view: what stands beside a part in its place is found by them. */
function numberOf(node: ElementNode): number {
  const known = numbers.get(node);
  if (known !== undefined) return known;
  numbers.set(node, ++nodes);
  return nodes;
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

/** As `actionOf`, but what a transform does where it is one of those above. */
export function refinedActionOf(rule: Rule, vector: TransformVector): Action {
  const action = actionOf(rule, vector);
  const { owners } = rule;
  const [element] = accountOf(owners);
  if (action !== TRANSFORM || element === undefined || accountOf(owners).length > 1) return action;
  const transform = transformOf(transformAt(owners, vector) ?? DROP);
  const { datatype } = owners[0];
  if (isPrimitive(owners)) return OF_PRIMITIVES.get(transform)?.(datatype) ?? action;
  const inPlace = IN_PLACE.get(`${transform} ${datatype}`);
  if (inPlace === undefined || isOwnedAlone(owners)) return inPlace ?? action;
  // Parts that others own stand beside it: one by one they are no transforms of their own.
  const others = owners.flatMap((owner) => [...elementsBelow(owner)]).filter((below) => below !== element);
  return others.every((other) => vector[other] === KEEP || vector[other] === DROP) ? TO_FRAGMENT : action;
}

/** True where one element owns all there is below. */
function isOwnedAlone(owners: Owners): boolean {
  const [element] = accountOf(owners);
  return owners.every((owner) => [...elementsBelow(owner)].every((below) => below === element));
}

/** The view that shows nothing of what this one transforms. */
export function withoutTransforms(vector: TransformVector): TransformVector {
  return vector.map((code) => (code === KEEP ? KEEP : DROP));
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
