import { AppError } from "../../src/kernel/errors.ts";
import { isWorkday, momentOf, MINUTES_PER_DAY } from "../calendar.ts";
import type { Day, Moment } from "../calendar.ts";
import type { Member } from "../workforce/types.ts";

const STEP_MINUTES = 20;
const SEARCH_DAYS = 365;
const LUNCH: readonly [from: number, until: number] = [12 * 60, 13 * 60];

/** Each clinician's time, in steps of 20 minutes: nobody sees two patients at once. */
export class Diary {
  readonly #taken = new Set<string>();
  readonly #today: Day;
  readonly #opensAtWeekends: boolean;

  /** A practice is closed at weekends, save on `today`: there is a day's work whenever one looks. */
  constructor(today: Day, opensAtWeekends: boolean) {
    this.#today = today;
    this.#opensAtWeekends = opensAtWeekends;
  }

  /**
   * The first free start on that day at or after `fromHour`, else on the workdays after it
   * (before it when `direction` is -1). Takes the time.
   */
  take(
    member: Member,
    wish: {
      readonly day: Day;
      readonly fromHour: number;
      readonly minutes: number;
      readonly direction: 1 | -1;
    },
  ): Moment {
    for (let away = 0; away < SEARCH_DAYS; away++) {
      const day = wish.day + away * wish.direction;
      const isOpen = this.#opensAtWeekends || isWorkday(day) || day === this.#today;
      const start = isOpen ? this.#firstFree(member, day, wish.fromHour, wish.minutes) : undefined;
      if (start !== undefined) return start;
    }
    throw new AppError("internal", `\`${member.userName}\` has no free time within \`${SEARCH_DAYS}\` days`);
  }

  #firstFree(member: Member, day: Day, fromHour: number, minutes: number): Moment | undefined {
    const [opens, closes] = member.shift;
    const latest = Math.max(closes * 60 - minutes, opens * 60);
    const wished = Math.min(Math.max(opens, fromHour) * 60, latest);
    for (let minute = wished - (wished % STEP_MINUTES); minute <= latest; minute += STEP_MINUTES) {
      if (this.#isFree(member, day, minute, minutes)) {
        this.#occupy(member, day, minute, minutes);
        return momentOf(day, 0) + minute;
      }
    }
    return undefined;
  }

  #isFree(member: Member, day: Day, from: number, minutes: number): boolean {
    const lunch = minutes < 240 && from < LUNCH[1] && from + minutes > LUNCH[0];
    return !lunch && steps(from, minutes).every((step) => !this.#taken.has(key(member, day, step)));
  }

  #occupy(member: Member, day: Day, from: number, minutes: number): void {
    for (const step of steps(from, minutes)) this.#taken.add(key(member, day, step));
  }
}

function steps(from: number, minutes: number): number[] {
  return Array.from({ length: Math.ceil(minutes / STEP_MINUTES) }, (_, index) => from + index * STEP_MINUTES);
}

function key(member: Member, day: Day, minute: number): string {
  return `${member.userName}/${day * MINUTES_PER_DAY + minute}`;
}
