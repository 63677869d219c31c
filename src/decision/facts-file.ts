import type { z } from "zod";
import { DROP, KEEP } from "../catalogue/transforms.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import type { SegmentMask } from "../catalogue/types.ts";
import { AppError } from "../kernel/errors.ts";
import { suiteFactsSchema } from "../policy/source/test-suite.ts";
import type { SuiteFacts } from "../policy/source/test-suite.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { buildRelationIndex } from "./relation-index.ts";
import type { Authorization, Facts, Part2Consent, Restriction, TemporaryGrant } from "./types.ts";
import { uniform } from "./vectors.ts";

/** The earliest and latest instants of ECMAScript, for a fact that says nothing of its window. */
const ALWAYS = { from: -8.64e15, until: 8.64e15 } as const;

/**
 * Reads a facts file: the shape of `facts` in a test suite (policy/SPEC.md). Of the relations and grants in it,
 * those of `personId` count; with null, for a role alone, all of them. A relation without window holds always,
 * one without `syncedAt` is fresh. Throws AppError `input_invalid`, which names places and never values.
 */
export function readFactsFile(json: unknown, policy: CompiledPolicy, personId: string | null): Facts {
  const parsed = suiteFactsSchema.safeParse(json);
  if (parsed.success) return factsFrom(parsed.data, policy, personId);
  throw new AppError("input_invalid", `the facts file does not have its shape at ${placesIn(parsed.error)}`, {
    hint: "See `facts` of a test suite in policy/SPEC.md.",
  });
}

/** The same from a source that is already checked, such as a suite's own facts. */
export function factsFrom(source: SuiteFacts, policy: CompiledPolicy, personId: string | null): Facts {
  const own = ({ person }: { person: string }): boolean => personId === null || person === personId;
  return {
    relations: buildRelationIndex(source.relations.filter(own).map(relationFactOf)),
    authorizations: source.authorizations.map((authorization) => authorizationOf(authorization, policy)),
    consents: source.consents.map(consentOf),
    restrictions: source.restrictions.map((restriction) => restrictionOf(restriction, policy)),
    grants: source.grants.filter(own).map((grant) => grantOf(grant, policy)),
  };
}

function placesIn(error: z.ZodError): string {
  return [...new Set(error.issues.map(({ path }) => `\`/${path.map(String).join("/")}\``))]
    .toSorted()
    .join(", ");
}

function relationFactOf(fact: SuiteFacts["relations"][number]) {
  return {
    relation: fact.relation,
    patientId: fact.patient,
    from: instantOr(fact.from, ALWAYS.from),
    until: instantOr(fact.until, ALWAYS.until),
    syncedAt: instantOr(fact.syncedAt, ALWAYS.until),
    refs: fact.refs,
    source: "facts file",
  };
}

function authorizationOf(
  source: SuiteFacts["authorizations"][number],
  policy: CompiledPolicy,
): Authorization {
  return {
    id: source.id,
    patientId: source.patient,
    present: new Set(source.present),
    elements: kept(source.elements, policy),
    segments: maskOf(source.segments, policy),
    recipientIds: source.recipients,
    recipientClasses: source.recipientClasses,
    signedAt: Date.parse(source.signedAt),
    expiresAt: Date.parse(source.expiresAt),
    revokedAt: source.revokedAt === undefined ? null : Date.parse(source.revokedAt),
  };
}

function consentOf(source: SuiteFacts["consents"][number]): Part2Consent {
  return {
    id: source.id,
    patientId: source.patient,
    recipientClasses: source.recipientClasses,
    bases: source.bases,
    from: Date.parse(source.from),
    until: Date.parse(source.until),
    revokedAt: source.revokedAt === undefined ? null : Date.parse(source.revokedAt),
  };
}

/** The file lists what is restricted; the fact says what may remain. */
function restrictionOf(source: SuiteFacts["restrictions"][number], policy: CompiledPolicy): Restriction {
  const restricted = kept(source.elements, policy);
  return {
    id: source.id,
    patientId: source.patient,
    kind: source.kind,
    elements: restricted.map((code) => (code === DROP ? KEEP : DROP)),
    refs: source.refs,
    recipientClasses: source.recipientClasses,
    bases: source.bases,
  };
}

function grantOf(source: SuiteFacts["grants"][number], policy: CompiledPolicy): TemporaryGrant {
  return {
    id: source.id,
    kind: source.kind,
    purpose: source.purpose,
    act: source.act,
    patients: source.patients,
    refs: source.refs,
    elements: kept(source.elements, policy),
    segments: maskOf(source.segments, policy),
    systems: source.systems,
    from: Date.parse(source.from),
    until: Date.parse(source.until),
  };
}

function instantOr(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : Date.parse(text);
}

/** A bare `*` stands for every element: in a fact about one patient, unlike in a policy, that can be meant. */
function kept(patterns: readonly string[], policy: CompiledPolicy): TransformVector {
  const size = policy.catalogue.elements.length;
  if (patterns.includes("*")) return uniform(size, KEEP);
  const vector = new Uint8Array(size);
  for (const pattern of patterns) {
    const indexes = policy.catalogue.select(pattern);
    if (indexes === undefined)
      throw new AppError("input_invalid", `the catalogue has no element \`${pattern}\``);
    for (const index of indexes) vector[index] = KEEP;
  }
  return vector;
}

function maskOf(ids: readonly string[], policy: CompiledPolicy): SegmentMask {
  return ids.reduce((mask, id) => mask | (1 << bitOf(id, policy)), 0);
}

function bitOf(id: string, policy: CompiledPolicy): number {
  const segment = policy.segments.find((known) => known.id === id);
  if (segment === undefined) throw new AppError("input_invalid", `the policy has no segment \`${id}\``);
  return segment.bit;
}
