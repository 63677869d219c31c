import { dayOfMoment, MINUTES_PER_DAY, momentOf, workdayFrom } from "../calendar.ts";
import type { Day, Moment } from "../calendar.ts";
import type { Random } from "../random.ts";
import type { Visit } from "./types.ts";

/** Visits are coded within this many days; until then the encounter waits in the coding queue and has no claim. */
export const CODING_DAYS = 4;
const ADJUDICATION_DAYS: readonly [number, number] = [9, 28];

/** What becomes of a visit on its way to being paid; each step follows the one before. */
export interface ClaimCourse {
  readonly coded: boolean;
  readonly claimedAt: Moment;
  /** Null: the payer has not answered. */
  readonly answeredAt: Moment | null;
  readonly outcome: "complete" | "partial" | "error";
}

export function courseOf(random: Random, visit: Visit, today: Day): ClaimCourse {
  const codedOn = workdayFrom(dayOfMoment(visit.end) + CODING_DAYS);
  const claimedAt = momentOf(codedOn, random.int(9, 15), random.int(0, 59));
  const answered = claimedAt + random.int(...ADJUDICATION_DAYS) * MINUTES_PER_DAY;
  return {
    coded: codedOn < today,
    claimedAt,
    answeredAt: dayOfMoment(answered) < today ? answered : null,
    outcome: random.weighted([
      [86, "complete"],
      [7, "partial"],
      [7, "error"],
    ]),
  };
}
