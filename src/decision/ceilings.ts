import type { Capability } from "../catalogue/vocabulary.ts";
import { guardCeilings } from "./guards.ts";
import type { Question } from "./question.ts";
import { restrictionCeiling } from "./restriction.ts";
import { coveredByNone, isNarrowed } from "./smart-scopes.ts";
import { checked } from "./temporary.ts";
import type { BaaCeiling, Ceiling, RecordPredicate, Slice } from "./types.ts";

/** Every ceiling on these slices. They come last, and only take away. */
export function ceilingsFor(question: Question, slices: readonly Slice[]): readonly Ceiling[] {
  const baa = question.request.subject.baa;
  return [
    ...neverCeilings(question, slices),
    ...guardCeilings(question, slices),
    ...question.facts.restrictions.map((restriction) => restrictionCeiling(question, restriction)),
    ...(baa === null ? [] : baaCeilings(question, baa)),
    ...scopeCeilings(question),
    ...deviceCeilings(question),
  ];
}

/** What a device that does not prove itself leaves, on every record and by every slice. */
function deviceCeilings({ facts, policy }: Question): Ceiling[] {
  if (facts.device === undefined) return [];
  const { why, elements } = facts.device;
  return [
    {
      rule: `ceiling:device/${why}`,
      reason: "device_limited",
      binds: () => true,
      records: null,
      segments: 0,
      types: null,
      atMost: checked(elements, policy),
    },
  ];
}

/**
 * What a purpose may give at most binds its uses and whatever was lent for it, and the segments it never opens bind
 * its disclosures too. Its outbound rule has a list of its own, an exemption its own ground and text.
 */
export function neverCeilings(question: Question, slices: readonly Slice[]): Ceiling[] {
  return [...new Set(slices.map((slice) => slice.purpose))].flatMap((id) => {
    const purpose = question.policy.purposes.get(id);
    if (purpose === undefined) return [];
    const serves = (slice: Slice): boolean => slice.exemption === null && slice.purpose === id;
    const common = { rule: `ceiling:never/${id}`, binds: serves, records: null, types: null };
    const elements: Ceiling = {
      ...common,
      binds: (slice) => serves(slice) && (question.request.act === "use" || slice.grantId !== null),
      reason: "element_never",
      segments: 0,
      atMost: purpose.never,
    };
    if (purpose.neverSegments === 0) return [elements];
    const nothing = question.index.nothing;
    return [
      elements,
      { ...common, reason: "segment_not_permitted", segments: purpose.neverSegments, atMost: nothing },
    ];
  });
}

/** The business associate agreement: while it runs, for its purposes, in its systems, up to its elements, 45 CFR 164.504(e). */
function baaCeilings({ request, policy, index }: Question, baa: BaaCeiling): Ceiling[] {
  const everyRecord = { rule: `ceiling:baa/${baa.id}`, records: null, types: null, segments: 0 } as const;
  const active = baa.from <= request.now && request.now < baa.until;
  if (!active) return [{ ...everyRecord, reason: "baa_inactive", binds: () => true, atMost: index.nothing }];
  const here = baa.systems.length === 0 || baa.systems.includes(request.system);
  return [
    {
      ...everyRecord,
      reason: "beyond_baa",
      binds: (slice) => !here || !baa.purposes.includes(slice.purpose),
      atMost: index.nothing,
    },
    { ...everyRecord, reason: "beyond_baa", binds: () => true, atMost: checked(baa.elements, policy) },
  ];
}

/** SMART App Launch v2 scopes intersect the policy: what no scope covers shows nothing. */
function scopeCeilings({ request, index }: Question): Ceiling[] {
  if (request.subject.scopes === null) return [];
  const needed: Capability = request.act === "use" ? request.capability : "read";
  const scopes = request.subject.scopes.filter(({ can }) => can.has(needed));
  const ceiling = {
    rule: "ceiling:scope",
    reason: "scope_not_granted",
    binds: () => true,
    segments: 0,
    types: null,
    atMost: index.nothing,
  } as const;
  const types = new Set(scopes.map(({ type }) => type));
  const beyondTypes: RecordPredicate = { kind: "not", of: { kind: "type", types } };
  return [
    ...(types.has("*") ? [] : [{ ...ceiling, records: scopes.length === 0 ? null : beyondTypes }]),
    ...(scopes.some(isNarrowed) ? [{ ...ceiling, records: coveredByNone(scopes) }] : []),
  ];
}
