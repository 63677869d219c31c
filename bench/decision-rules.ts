/** One rule set and one stream of requests for every contender: 3,342 rules over 20 roles, 12 purposes, 40 types. */
export const ROLES = 20;
export const PURPOSES = 12;
export const TYPES = 40;
export const FIELDS = 15;
export const RELATIONS = ["none", "treating", "care-team", "self", "billing", "panel"] as const;
const RULES = 3342;
const MINUTES = 1440;

export interface Rule {
  readonly role: number;
  readonly purpose: number;
  readonly type: number;
  /** Bit per field. */
  readonly fields: number;
  /** Fields that a just-in-time approval adds. */
  readonly jitFields: number;
  /** Bit per relation; any of them suffices. */
  readonly relations: number;
  /** Minutes of the day, half-open. */
  readonly from: number;
  readonly until: number;
}

export interface Asked {
  readonly user: number;
  readonly patient: number;
  readonly role: number;
  readonly purpose: number;
  readonly type: number;
  readonly relation: number;
  readonly minute: number;
  readonly jit: boolean;
}

/** mulberry32: the same rules and requests on every machine. */
export function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

export function makeRules(): readonly Rule[] {
  const random = generator(42);
  const cells = Array.from({ length: ROLES * PURPOSES * TYPES }, (_, cell) => ({
    cell,
    order: random(2 ** 31),
  }));
  return cells
    .toSorted((a, b) => a.order - b.order)
    .slice(0, RULES)
    .map(({ cell }) => makeRule(cell, random));
}

function makeRule(cell: number, random: (below: number) => number): Rule {
  const fields = random(2 ** FIELDS - 1) | 1;
  const daytime = random(10) < 3;
  return {
    role: Math.trunc(cell / (PURPOSES * TYPES)),
    purpose: Math.trunc(cell / TYPES) % PURPOSES,
    type: cell % TYPES,
    fields,
    jitFields: random(2 ** FIELDS) & ~fields,
    relations: random(2) === 0 ? 2 ** RELATIONS.length - 1 : 1 + random(2 ** RELATIONS.length - 1),
    from: daytime ? 420 : 0,
    until: daytime ? 1140 : MINUTES,
  };
}

/** Distinct requests, most of them for a cell that has a rule, one in ten with an approval. */
export function makeRequests(rules: readonly Rule[], count: number, seed: number): readonly Asked[] {
  const random = generator(seed);
  return Array.from({ length: count }, (_, n) => {
    const rule = rules[random(rules.length)];
    const aimed = rule !== undefined && random(100) < 70;
    return {
      user: random(1000),
      patient: n,
      role: aimed ? rule.role : random(ROLES),
      purpose: aimed ? rule.purpose : random(PURPOSES),
      type: aimed ? rule.type : random(TYPES),
      relation: random(RELATIONS.length),
      minute: random(MINUTES),
      jit: random(10) === 0,
    };
  });
}

export const cellOf = ({ role, purpose, type }: Pick<Asked, "role" | "purpose" | "type">): number =>
  (role * PURPOSES + purpose) * TYPES + type;

/** What is right: the mask of fields. An approval adds its fields whatever the relation and the hour. */
export function expectedMask(byCell: ReadonlyMap<number, Rule>, asked: Asked): number {
  const rule = byCell.get(cellOf(asked));
  if (rule === undefined) return 0;
  const holds =
    asked.minute >= rule.from && asked.minute < rule.until && ((rule.relations >> asked.relation) & 1) === 1;
  return (holds ? rule.fields : 0) | (asked.jit ? rule.jitFields : 0);
}
