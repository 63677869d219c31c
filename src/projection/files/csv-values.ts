import { transformOf } from "../../catalogue/transforms.ts";
import type { Transform, TransformCode } from "../../catalogue/transforms.ts";
import { ageBandOf } from "../transforms/age-band.ts";
import type { AgeBand } from "../transforms/age-band.ts";
import { impliesHighAge } from "../transforms/year.ts";
import { zip3Of } from "../transforms/zip3.ts";
import type { ProjectionContext } from "../types.ts";

export const MASKED_CELL = "****";

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/;
const US_DATE = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/;
const YEAR_FIRST = /^(\d{4})(?:-\d{2})?$/;

type ShowCell = (text: string, element: number, context: ProjectionContext) => string;

const SHOW: Readonly<Record<Transform, ShowCell>> = {
  keep: (text) => text,
  drop: () => "",
  mask: () => MASKED_CELL,
  count: () => "1",
  tokenize: (text, element, { tokenize }) => (tokenize === null ? "" : tokenize(element, text)),
  "generalize:year": (text, _, { now }) => yearCell(text, now),
  "generalize:zip3": (text, _, { zip3 }) => zip3Of(text, zip3),
  "generalize:age-band": (text, _, { now }) => ageCell(text, now),
};

/** A cell of an element, as far as it may be shown. An empty cell stays empty. */
export function showCell(
  text: string,
  code: TransformCode,
  element: number,
  context: ProjectionContext,
): string {
  return text === "" ? "" : SHOW[transformOf(code)](text, element, context);
}

/** `1990-01-02`, `1990-01`, `1990` and `1/2/1990` to the year; anything else, and a year that implies an age over 89, is masked. */
function yearCell(text: string, now: number): string {
  const year = YEAR_FIRST.exec(text)?.[1] ?? isoDate(text)?.slice(0, 4);
  return year === undefined || impliesHighAge(year, now) ? MASKED_CELL : year;
}

function ageCell(text: string, now: number): string {
  const date = YEAR_FIRST.test(text) ? text : isoDate(text);
  const band = date === undefined ? undefined : ageBandOf(date, now);
  return band === undefined ? MASKED_CELL : bandText(band);
}

function bandText({ low, high }: AgeBand): string {
  return high === null ? `${low} or older` : `${low}-${high}`;
}

/** The day in ISO 8601. Month comes before day, as in the United States. */
function isoDate(text: string): string | undefined {
  const iso = ISO_DATE.exec(text);
  if (iso !== null) return `${iso[1]}-${iso[2]}-${iso[3]}`;
  const [, month, day, year] = US_DATE.exec(text) ?? [];
  return year === undefined ? undefined : `${year}-${month?.padStart(2, "0")}-${day?.padStart(2, "0")}`;
}
