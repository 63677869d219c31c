import type { Clock } from "../../../kernel/clock.ts";

/** A clock that stands until it is moved on. */
export interface MovableClock extends Clock {
  pass(milliseconds: number): void;
}

export function movableClock(instant: string): MovableClock {
  let at = Date.parse(instant);
  return {
    now: () => at,
    pass: (milliseconds) => {
      at += milliseconds;
    },
  };
}
