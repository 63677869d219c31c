import type { IdSource } from "../ids.ts";
import { dayOfMoment, MINUTES_PER_DAY, momentOf, workdayFrom } from "../calendar.ts";
import type { Day } from "../calendar.ts";
import type { Random } from "../random.ts";
import type { Billing, Visit } from "./types.ts";

/** Visits are coded within this many days; until then the encounter waits in the coding queue and has no claim. */
const CODING_DAYS = 4;
const ADJUDICATION_DAYS: readonly [number, number] = [9, 28];
/** What the payer pays of the charge; the rest stays open. */
const PAID_SHARE = { complete: 1, partial: 0.4, error: 0 };

/** The way of each finished visit through coding, claim and the payer's answer, as far as it has got. */
export function drawBillings(
  scope: { random: Random; book: IdSource; today: Day },
  visits: readonly Visit[],
): Billing[] {
  return visits
    .filter(({ status }) => status === "finished")
    .map((visit) => drawBilling(scope, scope.random.stream(visit.encounterId), visit));
}

function drawBilling({ book, today }: { book: IdSource; today: Day }, random: Random, visit: Visit): Billing {
  const codedOn = workdayFrom(dayOfMoment(visit.end) + CODING_DAYS);
  const claimedAt = momentOf(codedOn, random.int(9, 15), random.int(0, 59));
  const answered = claimedAt + random.int(...ADJUDICATION_DAYS) * MINUTES_PER_DAY;
  const isAnswered = dayOfMoment(answered) < today;
  const outcome = random.weighted<Billing["outcome"]>([
    [86, "complete"],
    [7, "partial"],
    [7, "error"],
  ]);
  return {
    visit,
    coded: codedOn < today,
    claimId: book.idOf("Claim", visit.encounterId),
    claimNumber: `C${random.digits(20)}`,
    claimedAt,
    answeredAt: isAnswered ? answered : null,
    outcome,
    paid: isAnswered ? Math.round(visit.kind.charge * PAID_SHARE[outcome] * 100) / 100 : 0,
  };
}
