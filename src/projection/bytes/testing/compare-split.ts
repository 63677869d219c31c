/** The definition of right for the splitting of Bundles. */
import { isJsonObject, parseJson, stringifyJson } from "../../../kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue } from "../../../kernel/json.ts";
import type { BundleSpans, ByteScanner, Span } from "../types.ts";
import { readingsOf } from "./readings.ts";

/** Null: the scanner is in doubt, or right. Else what is different. */
export function differenceInSplit(scanner: ByteScanner, text: Uint8Array): string | null {
  const spans = scanner.split(text);
  if (spans === null) return null;
  const readings = readingsOf(text);
  if (readings.kind === "refused")
    return spans.entries.some((entry) => isRefused(text, entry))
      ? null
      : "not in doubt of what is malformed outside of its resources";
  const bundle = readings.kind === "strict" ? readings.value : readings.first;
  // What stands in a resource, twice or not, is for those to notice who read it.
  if (readings.kind === "repeated")
    return isInFrame(bundle, readings.renamed)
      ? "not in doubt of a member of the frame that comes twice"
      : null;
  if (bundle["resourceType"] !== "Bundle") return "not in doubt of what is no bundle";
  const wanted = JSON.stringify(frameOf(bundle));
  const got = JSON.stringify(shownFrame(spans, text));
  return wanted === got ? null : `${got} instead of ${wanted}`;
}

/** What stands in a resource is for those to notice who read it; as deep as it stands in a Bundle. */
function isRefused(text: Uint8Array, { from, until }: Span): boolean {
  const alone = `{"a":[{"b":${Buffer.from(text.subarray(from, until)).toString("latin1")}}]}`;
  return readingsOf(Buffer.from(alone, "latin1")).kind === "refused";
}

function isInFrame(bundle: JsonObject, names: readonly string[]): boolean {
  const items = [...itemsOf(bundle["entry"]), ...itemsOf(bundle["link"])];
  const frames = [bundle, ...items, ...items.map((item) => item["search"]).filter(isJsonObject)];
  return frames.some((frame) => names.some((name) => Object.hasOwn(frame, name)));
}

function frameOf(bundle: JsonObject): unknown {
  return {
    type: bundle["type"],
    links: itemsOf(bundle["link"]).map(({ relation, url }) => [relation, url]),
    entries: itemsOf(bundle["entry"]).flatMap(({ resource, search }) =>
      resource === undefined
        ? []
        : [[stringifyJson(resource), (isJsonObject(search) ? search["mode"] : undefined) ?? null]],
    ),
  };
}

function shownFrame({ type, links, entries }: BundleSpans, text: Uint8Array): unknown {
  return {
    type,
    links: links.map(({ relation, url }) => [relation, url]),
    entries: entries.map(({ from, until, mode }) => [
      stringifyJson(parseJson(text.subarray(from, until))),
      mode,
    ]),
  };
}

function itemsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as JsonArray).filter(isJsonObject) : [];
}
