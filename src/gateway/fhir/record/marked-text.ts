/** Labels and notices put into a resource that is text. */
import type { RecordFacts } from "../../../catalogue/types.ts";
import { stringifyJson } from "../../../kernel/json.ts";
import { withNotice } from "../labels/part2-notice.ts";
import { labeled } from "../security-labels.ts";

const [COMMA, CLOSE_BRACE] = [0x2c, 0x7d];
const BARE = '{"resourceType":""';

/** `,"meta":{…}` of a resource that has none of its own. */
function metaOf(notice: string | null): Buffer {
  const text = stringifyJson(withNotice(labeled({ resourceType: "" }), notice));
  return Buffer.from(text.slice(BARE.length, -1));
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
): Uint8Array | null {
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  const start = `{"resourceType":"${type}","id":"${id}"`;
  const next = bytes[start.length];
  const isUsual =
    (next === COMMA || next === CLOSE_BRACE) && bytes.toString("latin1", 0, start.length) === start;
  if (!isUsual) return null;
  const meta = notice === null ? PLAIN : metaOf(notice);
  const marked = Buffer.allocUnsafe(bytes.length + meta.length);
  bytes.copy(marked, 0, 0, start.length);
  meta.copy(marked, start.length);
  bytes.copy(marked, start.length + meta.length, start.length);
  return marked;
}
