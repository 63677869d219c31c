/** The definition of right for scanners: what they give, or a doubt, but never anything else than the reference. */
import type { TransformVector } from "../../../catalogue/transforms.ts";
import type { Catalogue } from "../../../catalogue/types.ts";
import { stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { objectProjection } from "../../object-projection.ts";
import { testContext } from "../../testing/catalogue.ts";
import type { FhirProjection, Projected, ProjectionContext } from "../../types.ts";
import type { ByteProjected, ByteScanner, ByteView, Span } from "../types.ts";
import { readingsOf } from "./readings.ts";
import type { Readings } from "./readings.ts";

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

/** Tokens that tell what they were made of. */
const context: ProjectionContext = { ...testContext, tokenize: (element, value) => `${element} of ${value}` };

/** Compares scanners with the object-level projection of the catalogue; of two scanners in turn the second is cheap. */
export function comparisonWithReference(catalogue: Catalogue): CompareWithReference {
  const project = remembered(objectProjection(catalogue));
  let last: {
    readonly text: Uint8Array;
    readonly span: Span | undefined;
    readonly readings: Readings;
  } | null = null;
  const readingsAt = (text: Uint8Array, span: Span | undefined): Readings => {
    if (last?.text === text && last.span === span) return last.readings;
    last = {
      text,
      span,
      readings: readingsOf(span === undefined ? text : text.subarray(span.from, span.until)),
    };
    return last.readings;
  };
  return (scanner, text, view, span) => {
    const scanned = scanner.project(text, view, span, context);
    const readings = readingsAt(text, span);
    const valid = readings.kind === "strict";
    if (scanned === null) return { kind: "doubt", valid };
    const why =
      readings.kind === "refused"
        ? "not in doubt of what is no json object"
        : valid
          ? differenceOf(scanned, project(readings.value, view.vector))
          : differenceIfRepeated(scanned, readings, (value) => project(value, view.vector));
    if (why !== null) return { kind: "different", why };
    return { kind: scanned.json === null ? "hidden" : "shown", valid: true };
  };
}

type Project = (value: JsonObject, vector: TransformVector) => Projected;

function remembered(reference: FhirProjection): Project {
  let last: {
    readonly value: JsonObject;
    readonly vector: TransformVector;
    readonly projected: Projected;
  } | null = null;
  return (value, vector) => {
    if (last?.value === value && sameBytes(last.vector, vector)) return last.projected;
    last = { value, vector, projected: reference.project(value, vector, context) };
    return last.projected;
  };
}

function sameBytes(a: TransformVector, b: TransformVector): boolean {
  return a === b || Buffer.compare(a, b) === 0;
}

/** A name that comes twice may be overlooked in a part that is skipped, where it makes no difference. */
function differenceIfRepeated(
  scanned: ByteProjected,
  { first, last, renamed }: Extract<Readings, { readonly kind: "repeated" }>,
  project: (value: JsonObject) => Projected,
): string | null {
  const byFirst = project(first);
  const walked = [...byFirst.unmapped].some((path) => renamed.includes(path.split(".").at(-1) ?? ""));
  if (walked) return "not in doubt of a member that comes twice in an object that is walked";
  return differenceOf(scanned, byFirst) ?? differenceOf(asDoubles(scanned), project(last));
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
