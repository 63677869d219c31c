/** Which segments a set of codings belongs to; rules R5–R7 and R11 in SPEC.md. */
import type { SegmentDefinition, SegmentLabels, SegmentMask } from "./types.ts";

/** The labels of all segments, turned around: from a code to the segments it means. */
interface LabelIndex {
  readonly security: Masks;
  readonly sources: Masks;
  readonly codes: Masks;
  readonly settings: Masks;
  readonly prefixes: Masks;
  /** Lengths that a prefix has, so that a code needs one look-up per length. */
  readonly prefixLengths: readonly number[];
}

type Masks = ReadonlyMap<string, SegmentMask>;

const indexes = new WeakMap<readonly SegmentDefinition[], LabelIndex>();

/** What the source system says of a record: its codings of meta.security as `codingKey` gives them, and its meta.source. */
export interface ExplicitLabels {
  readonly security: Iterable<string>;
  readonly sources: Iterable<string>;
}

/** Mask of the segments that the source system put the record into. */
export function explicitMask(labels: ExplicitLabels, segments: readonly SegmentDefinition[]): SegmentMask {
  const index = indexFor(segments);
  return maskOf(labels.security, index.security) | maskOf(labels.sources, index.sources);
}

/** Mask of the segments that any of the codings means: a diagnosis, a procedure, a test, a medication. */
export function inferredMask(codings: Iterable<string>, segments: readonly SegmentDefinition[]): SegmentMask {
  const index = indexFor(segments);
  let mask = 0;
  for (const key of codings) {
    mask |= index.codes.get(key) ?? 0;
    for (const length of index.prefixLengths) mask |= index.prefixes.get(key.slice(0, length)) ?? 0;
  }
  return mask;
}

/** Mask of the segments that a place or a specialty among the codings means. */
export function settingMask(codings: Iterable<string>, segments: readonly SegmentDefinition[]): SegmentMask {
  return maskOf(codings, indexFor(segments).settings);
}

/** Everything that any of the segments labels, as a coding or source of a record is compared with it. */
export interface LabeledKeys {
  /** As `codingKey` gives them, of meta.security or of other codings. */
  readonly whole: Iterable<string>;
  /** Beginnings of such keys. */
  readonly prefixes: Iterable<string>;
  readonly sources: Iterable<string>;
}

/** For who looks for labels in another way than by a look-up for each coding. */
export function labeledKeys(segments: readonly SegmentDefinition[]): LabeledKeys {
  const { security, codes, settings, prefixes, sources } = indexFor(segments);
  const whole = new Set([...security.keys(), ...codes.keys(), ...settings.keys()]);
  return { whole, prefixes: prefixes.keys(), sources: sources.keys() };
}

function maskOf(keys: Iterable<string>, masks: Masks): SegmentMask {
  let mask = 0;
  for (const key of keys) mask |= masks.get(key) ?? 0;
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

/**
 * `system|code`. ICD codes lose their dot, which claims leave out (X12 837) and charts write. National Drug Codes come
 * in three forms with hyphens (21 CFR 207.33) and one of eleven digits without (X12 837), which is what stays.
 */
export function codingKey(system: string, code: string): string {
  const known = SYSTEM_ALIASES.get(system) ?? system;
  return `${known}|${bareCode(known, code)}`;
}

/** How the codes of a system are written the same: as they are, without dots in upper case, or by parts of numbers. */
export type CodeForm = "as-is" | "bare" | "parts";

/** The form that `codingKey` gives the codes of a system, which is named as FHIR prefers it. */
export function codeFormOf(system: string): CodeForm {
  if (system.startsWith("http://hl7.org/fhir/sid/icd-")) return "bare";
  return system === NDC ? "parts" : "as-is";
}

/** Every name of a system, the one FHIR prefers first. */
export function namesOfSystem(system: string): readonly string[] {
  const aliases = [...SYSTEM_ALIASES].filter(([, preferred]) => preferred === system).map(([alias]) => alias);
  return [system, ...aliases];
}

const NDC = "http://hl7.org/fhir/sid/ndc";
const NDC_PARTS = [5, 4, 2];

function bareCode(system: string, code: string): string {
  const form = codeFormOf(system);
  if (form === "as-is") return code;
  if (form === "bare") return code.replaceAll(".", "").toUpperCase();
  return code
    .split("-")
    .map((part, at, { length }) => (length === 1 ? part : part.padStart(NDC_PARTS[at] ?? 0, "0")))
    .join("");
}

function indexFor(segments: readonly SegmentDefinition[]): LabelIndex {
  const known = indexes.get(segments);
  if (known !== undefined) return known;
  const prefixes = masksBy(segments, (labels) => labels.prefixes);
  const index = {
    security: masksBy(segments, ({ security }) => security),
    sources: sourceMasks(segments),
    codes: masksBy(segments, ({ codes }) => codes),
    settings: masksBy(segments, ({ settings = [] }) => settings),
    prefixes,
    prefixLengths: [...new Set([...prefixes.keys()].map((prefix) => prefix.length))],
  };
  indexes.set(segments, index);
  return index;
}

function masksBy(
  segments: readonly SegmentDefinition[],
  labelsIn: (labels: SegmentLabels) => Iterable<string>,
): Masks {
  return gather(segments, (labels) => [...labelsIn(labels)].map(labelKey));
}

function sourceMasks(segments: readonly SegmentDefinition[]): Masks {
  return gather(segments, ({ sources = [] }) => sources);
}

function gather(
  segments: readonly SegmentDefinition[],
  keysIn: (labels: SegmentLabels) => Iterable<string>,
): Masks {
  const masks = new Map<string, SegmentMask>();
  for (const { labels, bit } of segments)
    for (const key of keysIn(labels)) masks.set(key, (masks.get(key) ?? 0) | (1 << bit));
  return masks;
}

function labelKey(label: string): string {
  const at = label.lastIndexOf("|");
  return codingKey(label.slice(0, Math.max(0, at)), label.slice(at + 1));
}
