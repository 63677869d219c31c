/** Runs cases past a scanner and counts what came of them. */
import type { ByteScanner, ByteViews } from "../types.ts";
import type { ScannerCase } from "./cases.ts";
import { minimized } from "./minimize.ts";
import type { CompareWithReference, Comparison } from "./compare.ts";

/** How many cases ended how. `doubted` are those of valid texts alone, under views of keep and drop and others. */
export interface Tally {
  cases: number;
  valid: number;
  shown: number;
  hidden: number;
  doubted: number;
}

export function newTally(): Tally {
  return { cases: 0, valid: 0, shown: 0, hidden: 0, doubted: 0 };
}

export interface Differential {
  readonly scanner: ByteScanner;
  readonly views: ByteViews;
  readonly compare: CompareWithReference;
}

/**
 * Compares one case and counts it.
 * @throws Error with the least text that differs, as a line for pitfalls.json
 */
export function check(differential: Differential, one: ScannerCase, tally: Tally): Comparison {
  const { scanner, views, compare } = differential;
  const view = views.of(one.vector);
  const comparison = compare(scanner, one.text, view, one.span);
  tally.cases++;
  if (comparison.kind === "different") throw new Error(counterExample(differential, one, comparison.why));
  if (comparison.valid) tally.valid++;
  if (comparison.kind === "doubt") tally.doubted += comparison.valid ? 1 : 0;
  else tally[comparison.kind]++;
  return comparison;
}

/** `100 cases, 60 valid: 30 shown, 20 hidden, 10 in doubt`. */
export function tallyLine({ cases, valid, shown, hidden, doubted }: Tally): string {
  return `${cases} cases, ${valid} valid: ${shown} shown, ${hidden} hidden, ${doubted} in doubt`;
}

function counterExample({ scanner, views, compare }: Differential, one: ScannerCase, why: string): string {
  const view = views.of(one.vector);
  const fails = (text: Uint8Array): boolean => compare(scanner, text, view).kind === "different";
  const alone = one.span === undefined ? one.text : one.text.slice(one.span.from, one.span.until);
  const isAlone = fails(alone);
  const least = isAlone ? minimized(alone, fails) : one.text;
  const given = [...one.vector.entries()]
    .filter(([, code]) => code !== 0)
    .map(([index, code]) => `${index}:${code}`);
  const reason = isAlone ? compare(scanner, least, view) : { kind: "different" as const, why };
  return JSON.stringify({
    scanner: scanner.kind,
    base64: Buffer.from(least).toString("base64"),
    text: Buffer.from(least).toString(),
    ...(isAlone ? {} : { span: one.span }),
    given: given.length > 40 ? `${given.length} elements` : given.join(" "),
    vector: Buffer.from(one.vector).toString("base64"),
    why: reason.kind === "different" ? reason.why : why,
  });
}
