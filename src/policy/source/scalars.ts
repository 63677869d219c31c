import { z } from "zod";

/** `claim-support`: lower-case words joined by dashes. */
export const kebabId = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "must be kebab-case, such as `claim-support`");

/** `D`, `D-minus`: a capital first, so that a set never reads like an element. */
export const setId = z
  .string()
  .regex(/^[A-Z][A-Za-z0-9]*(-[a-z0-9]+)*$/, "must start with a capital, such as `D-minus`");

/** `patient.birth-date`: kebab-case parts joined by dots, at least two. */
export const elementId = z
  .string()
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/,
    "must be kebab-case parts joined by dots, such as `patient.birth-date`",
  );

/** `bea.biller`: sign-in name of a person. */
export const personId = z
  .string()
  .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, "must be a sign-in name such as `bea.biller`");

/** One line of plain words. */
export const line = z.string().regex(/^\S(.*\S)?$/, "must be one line of text");

/** Plain words, several lines allowed. */
export const prose = z.string().regex(/\S/, "must not be empty");

/** `2026-04-15`; a day in the organization's time zone. */
export const day = z.iso.date("must be a date such as `2026-04-15`");

/** `2026-05-04T15:00:00Z` */
export const instant = z.iso.datetime({
  offset: true,
  error: "must be an instant such as `2026-05-04T15:00:00Z`",
});

/** `15m`, `8h`, `30d`: a length that is the same on every day of the year. */
export const duration = z
  .string()
  .regex(/^[1-9]\d*(m|h|d)$/, "must be a length of time such as `15m`, `8h` or `30d`");

/** `6mo`, `1y`, `90d`: a length counted on the calendar. */
export const calendarPeriod = z
  .string()
  .regex(/^[1-9]\d*(d|mo|y)$/, "must be a period such as `90d`, `6mo` or `1y`");

/** `30m`, `1d`, `2w`, `18mo`: how far a relation reaches around an event. */
export const window = z
  .string()
  .regex(/^[1-9]\d*(m|h|d|w|mo|y)$/, "must be a window such as `1d`, `2w` or `18mo`");

/** A section of the CFR; without a title number it is of 45 CFR: `164.514(d)(2)`, `42 CFR 2.31`. */
export const citation = z
  .string()
  .regex(
    /^(\d+ (CFR|USC) )?\d+[a-z]?(-\d+)?(\.\d+)?(\([A-Za-z0-9]+\))*([-–]\([A-Za-z0-9]+\))?$/,
    "must be a citation such as `164.514(d)(2)` or `42 CFR 2.31`",
  );

/** `Patient/pat`, `Practitioner/paul`. */
export const reference = z
  .string()
  .regex(/^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/, "must be a reference such as `Patient/pat`");

const MILLISECONDS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of a `duration`; undefined when `text` is not one. */
export function durationMs(text: string): number | undefined {
  if (!duration.safeParse(text).success) return undefined;
  const unit = text.at(-1);
  if (unit !== "m" && unit !== "h" && unit !== "d") return undefined;
  return Number(text.slice(0, -1)) * MILLISECONDS[unit];
}
