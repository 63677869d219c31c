/**
 * The lattice of transforms: keep > generalize > mask > drop, with tokenize and count beside.
 *
 *                keep
 *      /     /     |        \        \
 *  gen:year gen:zip3 gen:age-band  tokenize  count
 *      \     |     /         |        |
 *         mask               |        |
 *            \               |       /
 *                    drop
 *
 * A join of two that cannot be compared has no answer here; policy compilation refuses it.
 * A meet of two that cannot be compared falls to what lies below both.
 */
export const TRANSFORMS = [
  "drop",
  "mask",
  "count",
  "tokenize",
  "generalize:year",
  "generalize:zip3",
  "generalize:age-band",
  "keep",
] as const;

export type Transform = (typeof TRANSFORMS)[number];

/** Position in TRANSFORMS; 0 is drop, so a zeroed vector withholds everything. */
export type TransformCode = number;

/** One transform code per catalogue element, indexed by DataElement.index. */
export type TransformVector = Uint8Array;

export const DROP: TransformCode = 0;
export const KEEP: TransformCode = TRANSFORMS.indexOf("keep");

const BELOW: Record<Transform, readonly Transform[]> = {
  drop: [],
  mask: ["drop"],
  count: ["drop"],
  tokenize: ["drop"],
  "generalize:year": ["mask", "drop"],
  "generalize:zip3": ["mask", "drop"],
  "generalize:age-band": ["mask", "drop"],
  keep: ["generalize:year", "generalize:zip3", "generalize:age-band", "mask", "count", "tokenize", "drop"],
};

export function codeOf(transform: Transform): TransformCode {
  return TRANSFORMS.indexOf(transform);
}

export function transformOf(code: TransformCode): Transform {
  return TRANSFORMS[code] ?? "drop";
}

/** True when `a` shows no more than `b`. */
export function atMost(a: TransformCode, b: TransformCode): boolean {
  return a === b || BELOW[transformOf(b)].includes(transformOf(a));
}

/** Least transform that shows as much as both, or undefined when they cannot be compared. */
export function join(a: TransformCode, b: TransformCode): TransformCode | undefined {
  if (atMost(a, b)) return b;
  if (atMost(b, a)) return a;
  return undefined;
}

/** Greatest transform that shows no more than either. Total: incomparable pairs fall to mask or drop. */
export function meet(a: TransformCode, b: TransformCode): TransformCode {
  if (atMost(a, b)) return a;
  if (atMost(b, a)) return b;
  const mask = codeOf("mask");
  return atMost(mask, a) && atMost(mask, b) ? mask : DROP;
}

/** Datatypes of the texts that a token can stand in for. */
export const TOKEN_TEXTS: ReadonlySet<string> = new Set(["string", "id", "code", "markdown"]);
