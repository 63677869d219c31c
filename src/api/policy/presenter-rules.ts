import type { z } from "@hono/zod-openapi";
import { DROP, transformOf, type TransformVector } from "../../catalogue/transforms.ts";
import type { DataElement } from "../../catalogue/types.ts";
import { matrixOf } from "../../policy/analyze/index.ts";
import type {
  CompiledGrant,
  CompiledPolicy,
  CompiledPurpose,
  CompiledRole,
  OutboundRule,
  SourcePosition,
} from "../../policy/types.ts";
import { isoTime } from "../iso-time.ts";
import { oneLine } from "../one-line.ts";
import type { Holders } from "./roster.ts";
import type {
  ElementGroupSchema,
  ElementSchema,
  PolicyOverviewSchema,
  PurposeSchema,
  PurposeSummarySchema,
  RoleSchema,
  RoleSummarySchema,
} from "./schema-rules.ts";

const MOST_HOLDERS = 200;

/** What the policy in force is, in numbers and names. */
export function presentOverview(
  policy: CompiledPolicy,
  loadedAt: number,
): z.infer<typeof PolicyOverviewSchema> {
  const { id, title, timeZone } = policy.org;
  const roles = [...policy.roles.values()];
  return {
    hash: policy.hash,
    org: { id, title, timeZone },
    loadedAt: isoTime(loadedAt),
    counts: {
      roles: roles.length,
      grants: roles.reduce((sum, { grants }) => sum + grants.length, 0),
      purposes: policy.purposes.size,
      elements: policy.catalogue.elements.length,
      relations: policy.relations.size,
      segments: policy.segments.length,
      exemptions: policy.exemptions.size,
    },
    relations: [...policy.relations.values()].map((relation) => ({
      id: relation.id,
      title: relation.title,
      kind: relation.kind,
      permits: relation.permits,
    })),
    segments: policy.segments.map((segment) => ({
      id: segment.id,
      title: segment.title,
      guard: segment.guard,
    })),
  };
}

export function presentRoleSummary(role: CompiledRole, holders: Holders): z.infer<typeof RoleSummarySchema> {
  return {
    id: role.id,
    title: role.title,
    kind: role.kind,
    provider: role.provider,
    jobFunctions: [...role.jobFunctions],
    purposes: [...new Set(role.grants.map(({ purpose }) => purpose))],
    people: holders.get(role.id)?.length ?? 0,
    owner: role.owner,
    reviewBy: role.reviewBy,
    at: placeOf(role.at),
  };
}

/** The rationale of a role: its job functions, the purposes they serve, and what each shows (45 CFR 164.514(d)(2)(i)). */
export function presentRole(
  policy: CompiledPolicy,
  role: CompiledRole,
  holders: Holders,
  named: boolean,
): z.infer<typeof RoleSchema> {
  const shown = new Map(matrixOf(policy, { role: role.id }).map((row) => [row.purpose, row.transforms]));
  const purposes = [...new Set(role.grants.map(({ purpose }) => purpose))];
  const held = holders.get(role.id) ?? [];
  return {
    ...presentRoleSummary(role, holders),
    why: oneLine(role.why),
    cfr: [...role.cfr],
    work: purposes.map((purpose) => ({
      purpose,
      title: policy.purposes.get(purpose)?.title ?? purpose,
      grants: role.grants
        .filter((grant) => grant.purpose === purpose)
        .map((grant) => presentGrant(policy, grant)),
      groups: groupsOf(policy, shown.get(purpose) ?? new Uint8Array(0)),
    })),
    never: namesIn(policy, role.never),
    conflictsWith: [...role.conflictsWith],
    eligible: {
      breakGlass: role.breakGlass,
      jit: [...role.eligible.jit],
      approve: [...role.eligible.approve],
    },
    recertify: { every: role.recertify.every, by: role.recertify.by },
    holders: held.slice(0, named ? MOST_HOLDERS : 0).map(({ id, displayName }) => ({ id, displayName })),
  };
}

function presentGrant(policy: CompiledPolicy, grant: CompiledGrant) {
  const bits = [...grant.segments].filter(([, vector]) => vector.some((code) => code !== DROP));
  const named = new Set(bits.map(([bit]) => bit));
  return {
    rule: grant.rule,
    on: grant.relation,
    onTitle: policy.relations.get(grant.relation)?.title ?? grant.relation,
    can: [...grant.can].toSorted(),
    systems: [...grant.systems],
    segments: policy.segments.filter(({ bit }) => named.has(bit)).map(({ id }) => id),
    at: placeOf(grant.at),
  };
}

export function presentPurposeSummary(
  policy: CompiledPolicy,
  purpose: CompiledPurpose,
): z.infer<typeof PurposeSummarySchema> {
  const roles = [...policy.roles.values()].filter(({ grants }) =>
    grants.some((grant) => grant.purpose === purpose.id),
  );
  return {
    id: purpose.id,
    title: purpose.title,
    code: purpose.code ?? null,
    parent: purpose.parent ?? null,
    basis: purpose.basis,
    acts: [...purpose.acts],
    declarable: purpose.declarable,
    caseBound: purpose.caseBound,
    roles: roles.map(({ id }) => id),
    owner: purpose.owner,
    reviewBy: purpose.reviewBy,
    at: placeOf(purpose.at),
  };
}

/** A purpose with its row of the purpose × element map. */
export function presentPurpose(
  policy: CompiledPolicy,
  purpose: CompiledPurpose,
): z.infer<typeof PurposeSchema> {
  return {
    ...presentPurposeSummary(policy, purpose),
    why: oneLine(purpose.why),
    cfr: [...purpose.cfr],
    reminder: purpose.reminder ?? null,
    notThisIf: purpose.notThisIf ?? null,
    period:
      purpose.period === undefined ? null : { default: purpose.period.default, max: purpose.period.max },
    maxPatients: purpose.maxPatients ?? null,
    maxEncounters: purpose.maxEncounters ?? null,
    channels: [...purpose.channels],
    disclose: presentOutbound(policy, purpose.disclose),
    request: presentOutbound(policy, purpose.request),
    segments: policy.segments.map(({ id, title, bit }) => ({
      segment: id,
      title,
      standing: standingOfSegment(purpose, 1 << bit),
    })),
    elements: policy.catalogue.elements.map((element) => elementUnder(purpose, element)),
  };
}

/** What a purpose says of a segment, given as its bit. */
export function standingOfSegment(
  { neverSegments, mayAsk }: CompiledPurpose,
  bit: number,
): "open" | "may-ask" | "never" {
  if ((neverSegments & bit) !== 0) return "never";
  return (mayAsk.segments & bit) === 0 ? "open" : "may-ask";
}

function elementUnder(purpose: CompiledPurpose, { id, index, title, group, sensitivity }: DataElement) {
  const [need, mayAsk] = [purpose.needs?.[index] ?? DROP, purpose.mayAsk.elements[index] ?? DROP];
  const atMost = purpose.never[index] ?? DROP;
  return {
    element: id,
    title,
    group,
    sensitivity,
    standing: standingOf(need, mayAsk, atMost),
    need: transformOf(need),
    mayAsk: transformOf(mayAsk),
    atMost: transformOf(atMost),
  };
}

function standingOf(need: number, mayAsk: number, atMost: number): "need" | "may-ask" | "within" | "never" {
  if (atMost === DROP) return "never";
  if (need !== DROP) return "need";
  return mayAsk === DROP ? "within" : "may-ask";
}

function presentOutbound(policy: CompiledPolicy, rule: OutboundRule | undefined) {
  if (rule === undefined) return null;
  return {
    rule: rule.rule,
    recipients: [...rule.recipients].toSorted(),
    groups: groupsOf(policy, rule.elements),
  };
}

export function presentElement(element: DataElement): z.infer<typeof ElementSchema> {
  return {
    id: element.id,
    title: element.title,
    group: element.group,
    category: element.category,
    sensitivity: element.sensitivity,
    identifierClass: element.identifierClass,
    fhir: [...element.fhir],
  };
}

/** What a vector shows, by group, in catalogue order. */
export function groupsOf(
  { catalogue }: CompiledPolicy,
  vector: TransformVector,
): z.infer<typeof ElementGroupSchema>[] {
  const groups = new Map<string, z.infer<typeof ElementGroupSchema>>();
  for (const { id, index, title, group } of catalogue.elements) {
    const code = vector[index] ?? DROP;
    if (code === DROP) continue;
    const known = groups.get(group) ?? { group, elements: [] };
    known.elements.push({ element: id, title, as: transformOf(code) });
    groups.set(group, known);
  }
  return [...groups.values()];
}

function namesIn({ catalogue }: CompiledPolicy, vector: TransformVector): string[] {
  return catalogue.elements.filter(({ index }) => (vector[index] ?? DROP) !== DROP).map(({ id }) => id);
}

export function placeOf({ file, line }: SourcePosition): string {
  return `${file}:${line}`;
}
