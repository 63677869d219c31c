/** The definition of right for surveys: the facts and label cards of the objects, or a doubt. */
import { isDeepStrictEqual } from "node:util";
import { labelCardFrom, labelCardOf } from "../../../../catalogue/lent-labels.ts";
import { recordFactsFrom, recordFactsOf } from "../../../../catalogue/record-facts.ts";
import type { SegmentDefinition } from "../../../../catalogue/types.ts";
import { parseJson } from "../../../../kernel/json.ts";
import { readingsOf } from "../../testing/readings.ts";
import type { ByteScanner, Span } from "../../types.ts";
import { surveyNames } from "../names.ts";

/** `valid`: the strict reader takes the text. */
export type SurveyComparison =
  | { readonly kind: "doubt" | "equal"; readonly valid: boolean }
  | { readonly kind: "different"; readonly why: string };

const WATCHED: ReadonlySet<string> = new Set(surveyNames().names.map(({ name }) => name));

export function compareSurveys(
  survey: ByteScanner["survey"],
  text: Uint8Array,
  segments: readonly SegmentDefinition[],
  span?: Span,
): SurveyComparison {
  const found = survey(text, segments, span);
  const alone = span === undefined ? text : text.subarray(span.from, span.until);
  const readings = readingsOf(alone);
  const valid = readings.kind === "strict";
  if (found === null) return { kind: "doubt", valid };
  if (readings.kind === "refused" && !refusedForRepeats(alone))
    return different("not in doubt of what is no json object");
  if (readings.kind !== "strict")
    return repeatsWatched(alone)
      ? different("not in doubt of a name that comes twice")
      : { kind: "equal", valid };
  const resource = readings.value;
  const facts = [recordFactsFrom(found, segments), recordFactsOf(resource, segments)];
  if (!isDeepStrictEqual(facts[0], facts[1])) return different(`facts: ${JSON.stringify(facts)}`);
  const cards = [labelCardFrom(found, segments), labelCardOf(resource, segments)];
  if (!isDeepStrictEqual(cards[0], cards[1])) return different(`label cards: ${JSON.stringify(cards)}`);
  return { kind: "equal", valid };
}

/** More names come twice than `readingsOf` renames. */
function refusedForRepeats(text: Uint8Array): boolean {
  try {
    parseJson(text);
    return false;
  } catch (error) {
    return error instanceof Error && error.message.endsWith("duplicate key");
  }
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** True when an object of the text, which is well-formed but for that, has a name twice that a survey looks for. */
function repeatsWatched(text: Uint8Array): boolean {
  const open: Set<string>[] = [];
  let name = "";
  for (const [token] of Buffer.from(text).toString().matchAll(TOKEN)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (token !== ":") name = String(JSON.parse(token));
    else if (WATCHED.has(name) && open.at(-1)?.has(name) === true) return true;
    else open.at(-1)?.add(name);
  }
  return false;
}

function different(why: string): SurveyComparison {
  return { kind: "different", why };
}
