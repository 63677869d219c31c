/** A scanner that is right because it is the reference: what tests of scanners are tried on. Splits and surveys nothing. */
import type { Catalogue } from "../../../catalogue/types.ts";
import { parseJsonObject, stringifyJson } from "../../../kernel/json.ts";
import { objectProjection } from "../../object-projection.ts";
import { testContext } from "../../testing/catalogue.ts";
import type { ByteProjected, ByteScanner, ByteView, Span } from "../types.ts";

export function referenceScanner(catalogue: Catalogue): ByteScanner {
  const reference = objectProjection(catalogue);
  const project = (text: Uint8Array, view: ByteView, span?: Span, context = testContext): ByteProjected => {
    const value = parseJsonObject(span === undefined ? text : text.subarray(span.from, span.until));
    const { resource, ...account } = reference.project(value, view.vector, context);
    return { json: resource === null ? null : Buffer.from(stringifyJson(resource)), ...account };
  };
  return {
    kind: "javascript",
    project: (text, view, span, context) => {
      try {
        return project(text, view, span, context);
      } catch {
        return null;
      }
    },
    survey: () => null,
    split: () => null,
  };
}
