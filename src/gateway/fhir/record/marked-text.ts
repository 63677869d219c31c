/** Labels and notices put into a resource that is text. */
import type { RecordFacts } from "../../../catalogue/types.ts";
import { stringifyJson } from "../../../kernel/json.ts";
import type { Piece } from "../../../kernel/pieces.ts";
import { withNotice } from "../labels/part2-notice.ts";
import { labeled } from "../security-labels.ts";

const [COMMA, CLOSE_BRACE] = [0x2c, 0x7d];
const BARE = '{"resourceType":""';

/** `,"meta":{…}` of a resource that has none of its own. */
function metaOf(notice: string | null): string {
  return stringifyJson(withNotice(labeled({ resourceType: "" }), notice)).slice(BARE.length, -1);
}

const PLAIN = metaOf(null);

/**
 * The resource with the labels, and the notice, in `meta`: byte for byte as `withNotice(labeled(…))` is written. Null
 * where it does not begin with its type and id: it is marked as an object then, as is what may show a `meta` of its own.
 */
export function markedText(
  text: Uint8Array,
  { type, id }: Pick<RecordFacts, "type" | "id">,
  notice: string | null,
): readonly Piece[] | null {
  const start = `{"resourceType":"${type}","id":"${id}"`;
  const next = text[start.length];
  if ((next !== COMMA && next !== CLOSE_BRACE) || !beginsWith(text, start)) return null;
  return [start + (notice === null ? PLAIN : metaOf(notice)), text.subarray(start.length)];
}

function beginsWith(text: Uint8Array, start: string): boolean {
  for (let at = 0; at < start.length; at++) {
    const code = start.charCodeAt(at);
    // Beyond ASCII a character is not one byte.
    if (code !== text[at] || code > 0x7f) return false;
  }
  return true;
}
