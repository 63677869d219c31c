import { err, ok } from "../../../kernel/result.ts";
import { unescaped } from "./escape.ts";
import { COMPARISONS, splitPrefix } from "./prefix.ts";
import type { Range } from "./prefix.ts";
import type { TestCompiler } from "./value-test.ts";

/** `ap`: a tenth of the gap between now and the date (FHIR R4 search, 3.1.1.4.1). */
const ABOUT = 0.1;

/** FHIR R4 search, 3.1.1.4.7 "date". */
export const compileDate: TestCompiler = (text, modifier, context) => {
  if (modifier !== null) return err("value_invalid");
  const [prefix, written] = splitPrefix(unescaped(text));
  const asked = context.dates.range(written);
  if (asked === undefined) return err("value_invalid");
  const about = widened(asked, context.now);
  return ok(({ value }) => {
    const range = context.dates.rangeOf(value);
    return range !== undefined && COMPARISONS[prefix](range, asked, asked, about);
  });
};

function widened(asked: Range<number>, now: number): Range<number> {
  const gap = Math.abs(now - asked.low) * ABOUT;
  return { low: asked.low - gap, high: asked.high + gap };
}
