/** Plain values by the places of their leaves, for the naive projector. */

export type Step = string | number;
export type Mutable = { [key: string]: unknown } & unknown[];

/** Adds an extension to the element at a place, once. */
export function append(out: Mutable, at: readonly Step[], extension: unknown): void {
  const present = (read(out, [...at, "extension"]) ?? []) as unknown[];
  if (present.some((item) => JSON.stringify(item) === JSON.stringify(extension))) return;
  put(out, [...at, "extension", present.length], extension);
}

/** The place of `_x` beside a primitive x, or beside one of a list. */
export function siblingOf(at: readonly Step[]): Step[] {
  const key = at.findLastIndex((step) => typeof step === "string");
  return at.map((step, i) => (i === key ? `_${step}` : step));
}

/** The value at a place, or undefined. */
export function read(from: unknown, at: readonly Step[]): unknown {
  return at.reduce<unknown>((value, step) => (value as Record<Step, unknown> | undefined)?.[step], from);
}

/** Sets the value at a place, with what has to be around it. */
export function put(out: Mutable, at: readonly Step[], value: unknown): void {
  let place = out;
  for (let i = 0; i < at.length - 1; i++) {
    place = ((place as never as Record<Step, unknown>)[at[i] as Step] ??=
      typeof at[i + 1] === "number" ? [] : {}) as Mutable;
  }
  (place as never as Record<Step, unknown>)[at.at(-1) as Step] = value;
}

/** Gaps in lists close, in both of a pair `x` and `_x` at once; an extension whose url stands alone, and what is empty, goes. */
export function compact(value: unknown, inside = ""): unknown {
  if (Array.isArray(value)) {
    const items = Array.from(value, (item) => compact(item, inside));
    return items.some((item) => item !== null) ? items : null;
  }
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    return value ?? null;
  const members = new Map(Object.entries(value).map(([key, item]) => [key, compact(item, key)]));
  const before = new Map(members);
  for (const [key, list] of before) {
    if (!Array.isArray(list)) continue;
    const other = before.get(key.startsWith("_") ? key.slice(1) : `_${key}`);
    members.set(
      key,
      list.filter((item, i) => item !== null || (Array.isArray(other) && (other[i] ?? null) !== null)),
    );
  }
  const left = [...members].filter(([, item]) => item !== null);
  const urlAlone = inside === "extension" && left.length === 1 && left[0]?.[0] === "url";
  return left.length === 0 || urlAlone ? null : Object.fromEntries(left);
}
