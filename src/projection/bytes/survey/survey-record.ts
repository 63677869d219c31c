/** What a record mentions, from its text: by bytes where the scanner is sure, else by objects. */
import { surveyOf } from "../../../catalogue/survey.ts";
import type { Survey } from "../../../catalogue/survey.ts";
import type { SegmentDefinition } from "../../../catalogue/types.ts";
import { parseJsonObject } from "../../../kernel/json.ts";
import type { ByteScanner, Span } from "../types.ts";

/**
 * The survey of the resource at `span` (the whole text when absent), for `recordFactsFrom` and `labelCardFrom` of the
 * catalogue under these segments. Without a scanner by objects alone.
 * @throws AppError `input_invalid` where there is no JSON object
 */
export function surveyRecord(
  scanner: Pick<ByteScanner, "survey"> | null,
  text: Uint8Array,
  segments: readonly SegmentDefinition[],
  span?: Span,
): Survey {
  return scanner?.survey(text, segments, span) ?? surveyOf(parseJsonObject(partOf(text, span)));
}

function partOf(text: Uint8Array, span: Span | undefined): Uint8Array {
  return span === undefined ? text : text.subarray(span.from, span.until);
}
