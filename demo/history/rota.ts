import { dayOfMoment, isWorkday, MINUTES_PER_DAY } from "../calendar.ts";
import type { Day, Moment } from "../calendar.ts";
import { placeOf } from "../random.ts";
import type { Member, Workforce } from "../workforce/types.ts";
import type { PersonnelChange } from "./types.ts";

/** Two weeks of twelve-hour shifts: on 2, off 2, on 3, off 2, on 2, off 3 (the Pitman rota); two crews take turns. */
const CYCLE = [true, true, false, false, true, true, true, false, false, true, true, false, false, false];
/** Of those who work office days, one in so many works at a weekend. */
const WEEKEND_CREWS = 3;

/** Who is at work when. */
export interface Rota {
  worksOn(member: Member, day: Day): boolean;
  isAway(member: Member, day: Day): boolean;
  /** Who of this role and department, on duty at that moment, takes what `key` names; anyone of them when nobody is. */
  onDuty(role: string, department: string, at: Moment, key: string): Member | undefined;
  /** Forgets what was worked out for days before this one. */
  turnTo(day: Day): void;
}

/** The rota of a workforce; those who are on leave or gone are not on it. */
export function rotaOf(workforce: Workforce, changes: readonly PersonnelChange[]): Rota {
  const away = new Map<Member, readonly PersonnelChange[]>();
  for (const change of changes) {
    if (change.kind !== "moved") away.set(change.member, [...(away.get(change.member) ?? []), change]);
  }
  const isAway = (member: Member, day: Day): boolean =>
    (away.get(member) ?? []).some(
      ({ kind, from, until }) => day >= from && (kind === "ends" || day <= until),
    );
  const worksOn = (member: Member, day: Day): boolean => !isAway(member, day) && isRostered(member, day);
  let duty = new Map<string, readonly Member[]>();
  return {
    worksOn,
    isAway,
    onDuty(role, department, at, key) {
      const hour = Math.floor(at / 60);
      const shift = `${role}/${department}/${hour}`;
      let able = duty.get(shift);
      if (able === undefined) {
        const staff = workforce.staff(role, department);
        able = staff.filter((member) => isAtWork(member, hour, worksOn));
        if (able.length === 0) able = staff.filter((member) => !isAway(member, dayOfMoment(at)));
        duty.set(shift, able);
      }
      return able.length === 0 ? undefined : able[placeOf(key, able.length)];
    },
    turnTo() {
      duty = new Map();
    },
  };
}

function isRostered(member: Member, day: Day): boolean {
  const crew = placeOf(`crew/${member.userName}`, 6);
  if (!member.roundTheClock) return isWorkday(day) || (crew + Math.floor(day / 7)) % WEEKEND_CREWS === 0;
  return CYCLE[(day + (crew % 2) * 7) % CYCLE.length] === true;
}

function isAtWork(member: Member, hour: number, worksOn: (member: Member, day: Day) => boolean): boolean {
  const day = Math.floor(hour / 24);
  const [from, until] = member.shift;
  const today = hour - day * 24;
  if (today >= from && today < until) return worksOn(member, day);
  return today + 24 < until && worksOn(member, day - 1);
}

/** The shifts that begin on a day: from and until on the wall clock. */
export function shiftsOf(
  workforce: Workforce,
  rota: Rota,
  day: Day,
): readonly { readonly member: Member; readonly from: Moment; readonly until: Moment }[] {
  return workforce.members
    .filter((member) => rota.worksOn(member, day))
    .map((member) => ({
      member,
      from: day * MINUTES_PER_DAY + member.shift[0] * 60,
      until: day * MINUTES_PER_DAY + member.shift[1] * 60,
    }));
}
