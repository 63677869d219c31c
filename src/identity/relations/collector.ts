import type { JsonObject } from "../../kernel/json.ts";
import type { Holder } from "../ports.ts";
import type { Directory } from "./directory.ts";
import { BEGINNING, FOREVER, type Span } from "./fhir-fields.ts";
import type { SourceOptions } from "./options.ts";

/** A fact as its source gives it, before windows are joined. */
export interface FactDraft extends Span {
  readonly holder: Holder;
  readonly patientId: string;
  /** The records it is about, for relations that are bound to records. */
  readonly refs: readonly string[];
  /** The record it was read from. */
  readonly source: string;
}

/** Takes the resources of one sync, type by type in the order of `types`, and gives the facts in them. */
export interface Collector {
  add(resource: JsonObject): void;
  finish(): Iterable<FactDraft>;
}

/** What a collector works with. */
export interface CollectScene {
  readonly options: SourceOptions;
  readonly directory: Directory;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** One kind of source: SPEC.md has a row for each. */
export interface SourceKind {
  /** Options it takes beside none. */
  readonly takes: readonly (keyof SourceOptions)[];
  /** Resource types it reads, in this order. */
  types(options: SourceOptions): readonly string[];
  start(scene: CollectScene): Collector;
}

/** A kind whose every resource gives its facts by itself. */
export function resourceKind(
  types: readonly string[],
  takes: readonly (keyof SourceOptions)[],
  factsOf: (resource: JsonObject, scene: CollectScene) => Iterable<FactDraft>,
): SourceKind {
  return {
    takes,
    types: (options) =>
      options.types.length > 0 ? types.filter((type) => options.types.includes(type)) : types,
    start(scene) {
      const drafts: FactDraft[] = [];
      return {
        add: (resource) => void drafts.push(...factsOf(resource, scene)),
        finish: () => drafts,
      };
    },
  };
}

/** What the facts of one record have in common. */
export interface FactGround extends Span {
  readonly patients: readonly string[];
  readonly refs: readonly string[];
  readonly source: string | undefined;
}

/** A fact for each holder and patient (REL-5); none where the record has no id or its window is empty. */
export function factsFor(holders: Iterable<Holder>, ground: FactGround): readonly FactDraft[] {
  const { patients, from, until, refs, source } = ground;
  if (source === undefined || until <= from) return [];
  return [...new Set(holders)].flatMap((holder) =>
    patients.map((patientId) => ({ holder, patientId, from, until, refs, source })),
  );
}

/** Whether a coded resource is one of those that the option `codes` names; no option, any. */
export function hasCode(codes: readonly string[], wanted: readonly string[]): boolean {
  return wanted.length === 0 || codes.some((code) => wanted.includes(code));
}

/** The window of an event (REL-4). */
export function around(event: Span, options: SourceOptions): Span {
  return {
    from: Math.max(BEGINNING, event.from - options.after),
    until: Math.min(FOREVER, event.until + options.before),
  };
}
