import type { RelationDefinition } from "../../catalogue/relations.ts";
import { AppError } from "../../kernel/errors.ts";
import type { SourceFile } from "../parse/parse-file.ts";
import { durationMs } from "../source/scalars.ts";
import type { CompiledSegment, SegmentList } from "../types.ts";

/** A National Drug Code names a product or a package of it; both stand for all that begins so. */
const NDC = "http://hl7.org/fhir/sid/ndc";

/** A segment as the engine labels by it, and as its file lists it. */
export function compileSegment({ source, at }: SourceFile<"Segment">, bit: number): CompiledSegment {
  const { id, title, guard, notice, labels, why, owner, reviewBy, cfr } = source;
  const { [NDC]: packaged = [], ...medications } = labels.medications;
  return {
    id,
    title,
    bit,
    labels: {
      security: new Set(qualified(labels.security)),
      codes: new Set(qualified(labels.codes, medications)),
      prefixes: qualified(labels.prefixes, { [NDC]: packaged }),
      settings: new Set(qualified(labels.locations, labels.specialties)),
      sources: new Set(labels.sources.toSorted()),
    },
    guard,
    ...(notice === undefined ? {} : { notice }),
    lists: listsOf(labels),
    why,
    owner,
    reviewBy,
    cfr,
    at: at(["id"]),
  };
}

function listsOf(labels: SourceFile<"Segment">["source"]["labels"]): readonly SegmentList[] {
  const listed = (kind: SegmentList["kind"], lists: BySystem, beginnings = false): SegmentList[] =>
    Object.entries(lists).map(([system, codes]) => ({ kind, system, codes, beginnings }));
  const { [NDC]: packaged, ...medications } = labels.medications;
  return [
    ...listed("security", labels.security),
    ...listed("codes", labels.codes),
    ...listed("codes", labels.prefixes, true),
    ...listed("medications", medications),
    ...listed("medications", packaged === undefined ? {} : { [NDC]: packaged }, true),
    ...listed("locations", labels.locations),
    ...listed("specialties", labels.specialties),
  ];
}

type BySystem = Readonly<Record<string, readonly string[]>>;

/** `system|code` for each code, sorted. */
function qualified(...lists: readonly BySystem[]): readonly string[] {
  const labels = lists.flatMap((list) =>
    Object.entries(list).flatMap(([system, codes]) => codes.map((code) => `${system}|${code}`)),
  );
  return [...new Set(labels)].toSorted();
}

/** @throws AppError `internal` when `staleAfter` is no length of time, which reading the file refuses. */
export function compileRelation({ source }: SourceFile<"Relation">): RelationDefinition {
  const { id, title, why, type, recordBound, permits, staleAfter, sources } = source;
  const staleAfterMs = durationMs(staleAfter);
  if (staleAfterMs === undefined) throw new AppError("internal", `relation \`${id}\` has no staleness bound`);
  return {
    id,
    title,
    why,
    kind: type,
    recordBound,
    permits,
    staleAfterMs,
    sources: sources.map(({ kind, options = {} }) => ({ kind, options: defined(options) })),
  };
}

type Options = RelationDefinition["sources"][number]["options"];

function defined(options: Readonly<Record<string, Options[string] | undefined>>): Options {
  return Object.fromEntries(
    Object.entries(options).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}
