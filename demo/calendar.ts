/** Days since 1970-01-01, counted on the hospital's own wall calendar. */
export type Day = number;

/** Minutes since 1970-01-01T00:00 on the hospital's own wall clock. */
export type Moment = number;

export const MINUTES_PER_DAY = 1_440;

/** The hospital stands in New Hampshire: Eastern time. */
const STANDARD_OFFSET_HOURS = -5;
const MS_PER_MINUTE = 60_000;
const SATURDAY = 6;

/** The hospital's day on which `now` (milliseconds since 1970) falls. */
export function dayOf(now: number): Day {
  const standard = Math.floor((now / MS_PER_MINUTE + STANDARD_OFFSET_HOURS * 60) / MINUTES_PER_DAY);
  const moment = Math.floor(now / MS_PER_MINUTE) + offsetHours(standard) * 60;
  return Math.floor(moment / MINUTES_PER_DAY);
}

export function momentOf(day: Day, hour: number, minute = 0): Moment {
  return day * MINUTES_PER_DAY + hour * 60 + minute;
}

export function dayOfMoment(moment: Moment): Day {
  return Math.floor(moment / MINUTES_PER_DAY);
}

const datesByDay = new Map<Day, string>();

/** FHIR `date`: `2026-05-04`. */
export function date(day: Day): string {
  const known = datesByDay.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * MINUTES_PER_DAY * MS_PER_MINUTE).toISOString().slice(0, 10);
  datesByDay.set(day, text);
  return text;
}

/** FHIR `dateTime` or `instant` with the offset of that day: `2026-05-04T09:20:00-04:00`. */
export function dateTime(moment: Moment, seconds = 0): string {
  const day = dayOfMoment(moment);
  const minutes = moment - day * MINUTES_PER_DAY;
  const time = [Math.floor(minutes / 60), minutes % 60, seconds].map((part) => String(part).padStart(2, "0"));
  return `${date(day)}T${time.join(":")}-0${-offsetHours(day)}:00`;
}

/** 0 is Sunday. */
export function weekday(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function isWorkday(day: Day): boolean {
  const at = weekday(day);
  return at !== 0 && at !== SATURDAY;
}

/** The day itself when it is a workday, else the next one. */
export function workdayFrom(day: Day): Day {
  return isWorkday(day) ? day : workdayFrom(day + 1);
}

/** Whole years between a birth day and another day. */
export function yearsBetween(birth: Day, day: Day): number {
  const [from, to] = [date(birth), date(day)];
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

/** Daylight saving time runs from the second Sunday in March to the first Sunday in November (15 U.S.C. 260a). */
function offsetHours(day: Day): number {
  const { begins, ends } = summerOf(date(day).slice(0, 4));
  return day >= begins && day < ends ? STANDARD_OFFSET_HOURS + 1 : STANDARD_OFFSET_HOURS;
}

const summers = new Map<string, { readonly begins: Day; readonly ends: Day }>();

function summerOf(year: string): { readonly begins: Day; readonly ends: Day } {
  const known = summers.get(year);
  if (known !== undefined) return known;
  const firstOf = (month: number): Day =>
    Date.UTC(Number(year), month, 1) / (MINUTES_PER_DAY * MS_PER_MINUTE);
  const summer = { begins: nthSunday(firstOf(2), 2), ends: nthSunday(firstOf(10), 1) };
  summers.set(year, summer);
  return summer;
}

function nthSunday(firstOfMonth: Day, nth: number): Day {
  return firstOfMonth + ((7 - weekday(firstOfMonth)) % 7) + (nth - 1) * 7;
}
