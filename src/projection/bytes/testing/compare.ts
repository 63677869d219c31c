/** The definition of right for scanners: what they give, or a doubt, but never anything else than the reference. */
import type { Catalogue } from "../../../catalogue/types.ts";
import { stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { objectProjection } from "../../object-projection.ts";
import { testContext } from "../../testing/catalogue.ts";
import type { FhirProjection, Projected } from "../../types.ts";
import type { ByteProjected, ByteScanner, ByteView, Span } from "../types.ts";
import { readingsOf } from "./readings.ts";

/** `valid`: the strict reader takes the text. `different` is a fault of the scanner, said without its content. */
export type Comparison =
  | { readonly kind: "doubt"; readonly valid: boolean }
  | { readonly kind: "shown" | "hidden"; readonly valid: true }
  | { readonly kind: "different"; readonly why: string };

export type CompareWithReference = (
  scanner: ByteScanner,
  text: Uint8Array,
  view: ByteView,
  span?: Span,
) => Comparison;

/** Compares scanners with the object-level projection of the catalogue. */
export function comparisonWithReference(catalogue: Catalogue): CompareWithReference {
  const reference = objectProjection(catalogue);
  return (scanner, text, view, span) => {
    const scanned = scanner.project(text, view, span);
    const readings = readingsOf(span === undefined ? text : text.subarray(span.from, span.until));
    const valid = readings.kind === "strict";
    if (scanned === null) return { kind: "doubt", valid };
    const why =
      readings.kind === "refused"
        ? "not in doubt of what is no json object"
        : valid
          ? differenceOf(scanned, reference.project(readings.value, view.vector, testContext))
          : differenceIfRepeated(scanned, readings, reference, view);
    if (why !== null) return { kind: "different", why };
    return { kind: scanned.json === null ? "hidden" : "shown", valid: true };
  };
}

/** A name that comes twice may be overlooked in a part that is skipped, where it makes no difference. */
function differenceIfRepeated(
  scanned: ByteProjected,
  {
    first,
    last,
    renamed,
  }: { readonly first: JsonObject; readonly last: JsonObject; readonly renamed: readonly string[] },
  reference: FhirProjection,
  view: ByteView,
): string | null {
  const byFirst = reference.project(first, view.vector, testContext);
  const walked = [...byFirst.unmapped].some((path) => renamed.includes(path.split(".").at(-1) ?? ""));
  if (walked) return "not in doubt of a member that comes twice in an object that is walked";
  const byLast = reference.project(last, view.vector, testContext);
  return differenceOf(scanned, byFirst) ?? differenceOf(asDoubles(scanned), byLast);
}

function asDoubles(scanned: ByteProjected): ByteProjected {
  const { json, released, withheld, unmapped } = scanned;
  const rewritten =
    json === null ? null : Buffer.from(JSON.stringify(JSON.parse(Buffer.from(json).toString())));
  return { json: rewritten, released, withheld, unmapped };
}

function differenceOf(scanned: ByteProjected, expected: Projected): string | null {
  const wanted = expected.resource === null ? null : stringifyJson(expected.resource);
  const got = scanned.json === null ? null : Buffer.from(scanned.json).toString();
  if (wanted !== got) return `json: ${got ?? "null"} instead of ${wanted ?? "null"}`;
  return (
    differenceOfSets("released", scanned.released, expected.released) ??
    differenceOfSets("withheld", scanned.withheld, expected.withheld) ??
    differenceOfSets("unmapped", scanned.unmapped, expected.unmapped)
  );
}

function differenceOfSets(
  what: string,
  got: ReadonlySet<number | string>,
  wanted: ReadonlySet<number | string>,
): string | null {
  const shown = (set: ReadonlySet<number | string>): string => [...set].map(String).toSorted().join(" ");
  return shown(got) === shown(wanted) ? null : `${what}: ${shown(got)} instead of ${shown(wanted)}`;
}
