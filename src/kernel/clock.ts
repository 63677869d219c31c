/** Where "now" comes from. Pure folders take an instant; only the edges hold a Clock. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

export function fixedClock(instant: string | number): Clock {
  const at = typeof instant === "number" ? instant : Date.parse(instant);
  return { now: () => at };
}

/** A clock that runs, `offset` milliseconds away from the machine's. */
export function offsetClock(offset: number, base: Clock = systemClock): Clock {
  return { now: () => base.now() + offset };
}
