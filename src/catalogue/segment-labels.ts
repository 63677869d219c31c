/** Which segments a set of codings belongs to; rules R5–R7 in SPEC.md. */
import type { SegmentDefinition, SegmentMask } from "./types.ts";

/** The labels of all segments, turned around: from a code to the segments it means. */
interface LabelIndex {
  readonly security: ReadonlyMap<string, SegmentMask>;
  readonly codes: ReadonlyMap<string, SegmentMask>;
  readonly prefixes: ReadonlyMap<string, SegmentMask>;
  /** Lengths that a prefix has, so that a code needs one look-up per length. */
  readonly prefixLengths: readonly number[];
}

const indexes = new WeakMap<readonly SegmentDefinition[], LabelIndex>();

/**
 * Mask of the segments that any of the codings means.
 * `security` are codings of meta.security, `codings` all others; both as `codingKey` gives them.
 */
export function segmentsOf(
  security: Iterable<string>,
  codings: Iterable<string>,
  segments: readonly SegmentDefinition[],
): SegmentMask {
  const index = indexFor(segments);
  let mask = 0;
  for (const key of security) mask |= index.security.get(key) ?? 0;
  for (const key of codings) {
    mask |= index.codes.get(key) ?? 0;
    for (const length of index.prefixLengths) mask |= index.prefixes.get(key.slice(0, length)) ?? 0;
  }
  return mask;
}

/** The same system under the name FHIR prefers, for upstreams that send object identifiers. */
const SYSTEM_ALIASES: ReadonlyMap<string, string> = new Map([
  ["urn:oid:2.16.840.1.113883.6.90", "http://hl7.org/fhir/sid/icd-10-cm"],
  ["urn:oid:2.16.840.1.113883.6.103", "http://hl7.org/fhir/sid/icd-9-cm"],
  ["urn:oid:2.16.840.1.113883.6.96", "http://snomed.info/sct"],
  ["urn:oid:2.16.840.1.113883.6.88", "http://www.nlm.nih.gov/research/umls/rxnorm"],
  ["urn:oid:2.16.840.1.113883.6.1", "http://loinc.org"],
  ["urn:oid:2.16.840.1.113883.6.12", "http://www.ama-assn.org/go/cpt"],
  ["urn:oid:2.16.840.1.113883.6.69", "http://hl7.org/fhir/sid/ndc"],
]);

/** `system|code`. ICD codes lose their dot, which claims leave out (X12 837) and charts write. */
export function codingKey(system: string, code: string): string {
  const known = SYSTEM_ALIASES.get(system) ?? system;
  const bare = known.startsWith("http://hl7.org/fhir/sid/icd-")
    ? code.replaceAll(".", "").toUpperCase()
    : code;
  return `${known}|${bare}`;
}

function indexFor(segments: readonly SegmentDefinition[]): LabelIndex {
  const known = indexes.get(segments);
  if (known !== undefined) return known;
  const prefixes = masksBy(segments, (segment) => segment.labels.prefixes);
  const index = {
    security: masksBy(segments, (segment) => segment.labels.security),
    codes: masksBy(segments, (segment) => segment.labels.codes),
    prefixes,
    prefixLengths: [...new Set([...prefixes.keys()].map((prefix) => prefix.length))],
  };
  indexes.set(segments, index);
  return index;
}

function masksBy(
  segments: readonly SegmentDefinition[],
  labels: (segment: SegmentDefinition) => Iterable<string>,
): ReadonlyMap<string, SegmentMask> {
  const masks = new Map<string, SegmentMask>();
  for (const segment of segments) {
    for (const label of labels(segment)) {
      const key = labelKey(label);
      masks.set(key, (masks.get(key) ?? 0) | (1 << segment.bit));
    }
  }
  return masks;
}

function labelKey(label: string): string {
  const at = label.lastIndexOf("|");
  return codingKey(label.slice(0, Math.max(0, at)), label.slice(at + 1));
}
