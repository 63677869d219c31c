/** A JSON value before it is spelled: members may come twice, and primitives may be malformed. */
export type Made = string | Literal | readonly Made[] | MadeObject;

/** Text that stands in JSON as it is: a number, `true`, `null`, or something cut short. */
export interface Literal {
  readonly literal: string;
}

export interface MadeObject {
  readonly members: readonly Member[];
}

export type Member = readonly [name: string, value: Made];

export function literal(text: string): Literal {
  return { literal: text };
}

export function isMadeObject(value: Made | undefined): value is MadeObject {
  return typeof value === "object" && "members" in value;
}

/** From what JSON.parse gives; numbers are as a double writes them. */
export function madeOf(value: unknown): Made {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(madeOf);
  if (typeof value !== "object" || value === null) return literal(String(value));
  return { members: Object.entries(value).map(([name, inner]) => [name, madeOf(inner)] as const) };
}
