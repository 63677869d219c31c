/** Canaries in bytes, whatever they stand in: JSON, a header, a link. */
import { NEVER } from "./planting.ts";

/** The forms that demo/canaries/tokens.ts mints, and those of planting.ts. */
const FORMS = new RegExp(
  [
    String.raw`CNRY\d{8}`,
    String.raw`${NEVER}\d{8}`,
    String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.9\d{8}(?:Z|[+-]\d\d:\d\d)`,
    String.raw`\b1\d{3}-\d\d-\d\d\b(?!T)`,
    String.raw`-?\b\d+\.9\d{8}\b`,
    String.raw`\b19\d{8}\b`,
  ].join("|"),
  "g",
);

/** Every canary that stands anywhere in a text. */
export function canariesIn(text: string): ReadonlySet<string> {
  return new Set(text.match(FORMS));
}
