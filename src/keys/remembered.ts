import type { Clock } from "../kernel/clock.ts";

/** Values that are held for a while; the oldest goes when there are too many. */
export interface Remembered<V> {
  get(name: string): V | undefined;
  put(name: string, value: V): void;
  drop(name: string): void;
}

/** At most so many values, each for so many milliseconds of this clock from when it was put. */
export function createRemembered<V>(limits: {
  readonly most: number;
  readonly forMs: number;
  readonly clock: Clock;
}): Remembered<V> {
  const { most, forMs, clock } = limits;
  const held = new Map<string, { readonly value: V; readonly since: number }>();
  return {
    get(name) {
      const found = held.get(name);
      if (found === undefined) return undefined;
      const age = clock.now() - found.since;
      // A clock that went back tells no age.
      if (age >= 0 && age < forMs) return found.value;
      held.delete(name);
      return undefined;
    },
    put(name, value) {
      held.delete(name);
      if (held.size >= most) held.delete(held.keys().next().value ?? "");
      held.set(name, { value, since: clock.now() });
    },
    drop: (name) => void held.delete(name),
  };
}
