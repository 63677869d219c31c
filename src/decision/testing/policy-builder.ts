import type { RelationDefinition } from "../../catalogue/relations.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { Catalogue, SegmentDefinition } from "../../catalogue/types.ts";
import type { Act, Basis, Capability, ExemptionCode, RecipientClass } from "../../catalogue/vocabulary.ts";
import type {
  CompiledExemption,
  CompiledGrant,
  CompiledPolicy,
  CompiledPurpose,
  CompiledRole,
  CompiledSegment,
  DatedGrant,
  OutboundRule,
} from "../../policy/types.ts";
import { catalogueOf, vector } from "./catalogue-builder.ts";

/** Builds compiled policies for tests, without the policy language. Elements are `id`, `group.*`, `*`, or `id as mask`. */
export interface PolicySpec {
  /** Element id to the resource types that hold it. */
  readonly elements: Readonly<Record<string, readonly string[]>>;
  readonly segments?: readonly { readonly id: string; readonly guard?: SegmentDefinition["guard"] }[];
  readonly relations?: Readonly<Record<string, Partial<RelationDefinition>>>;
  readonly purposes?: Readonly<Record<string, PurposeSpec>>;
  readonly roles?: Readonly<Record<string, RoleSpec>>;
  readonly exemptions?: Partial<Record<ExemptionCode, ExemptionSpec>>;
  /** Dated exceptions: the role, its grant, and when it holds. */
  readonly exceptions?: readonly ExceptionSpec[];
  readonly hash?: string;
}

export interface PurposeSpec {
  readonly basis: Basis;
  readonly code?: string;
  readonly parent?: string;
  readonly acts?: readonly Act[];
  readonly declarable?: boolean;
  readonly caseBound?: boolean;
  readonly never?: readonly string[];
  readonly neverSegments?: readonly string[];
  readonly mayAsk?: readonly string[];
  readonly mayAskSegments?: readonly string[];
  readonly disclose?: OutboundSpec;
  readonly request?: OutboundSpec;
  readonly channels?: readonly string[];
}

export interface OutboundSpec {
  readonly recipients: readonly RecipientClass[];
  readonly elements: readonly string[];
}

export interface RoleSpec {
  readonly grants?: readonly GrantSpec[];
  readonly breakGlass?: boolean;
  readonly provider?: boolean;
  readonly conflictsWith?: readonly string[];
  readonly jit?: readonly string[];
  readonly approve?: readonly string[];
  readonly kind?: CompiledRole["kind"];
}

export interface GrantSpec {
  readonly purpose: string;
  readonly on: string;
  readonly elements: readonly string[];
  readonly can?: readonly Capability[];
  readonly segments?: readonly string[] | Readonly<Record<string, readonly string[]>>;
  readonly systems?: readonly string[];
}

export interface ExceptionSpec {
  readonly id: string;
  readonly role: string;
  readonly grant: GrantSpec;
  readonly period: DatedGrant["period"];
}

export interface ExemptionSpec {
  readonly acts: readonly Act[];
  readonly recipients?: readonly RecipientClass[];
  readonly bases: readonly Basis[];
  readonly reach: CompiledExemption["reach"];
  readonly profiles?: Readonly<Record<string, readonly string[]>>;
  readonly exceptSegments?: readonly string[];
}

const AT = { file: "test.yaml", line: 1, column: 1 };
const MINUTE = 60_000;

/** The policy that the spec describes. Throws on an element pattern that matches nothing. */
export function buildPolicy(spec: PolicySpec): CompiledPolicy {
  const catalogue = catalogueOf(spec.elements);
  const segments = (spec.segments ?? []).map(({ id, guard }, bit) => segment(id, bit, guard ?? "none"));
  const purposes = new Map(
    Object.entries(spec.purposes ?? {}).map(([id, purpose]) => [
      id,
      purposeOf(id, purpose, catalogue, segments),
    ]),
  );
  return {
    hash: spec.hash ?? "0".repeat(64),
    org: { id: "clinic", title: "Clinic", timeZone: "America/Chicago" },
    catalogue,
    roles: new Map(
      Object.entries(spec.roles ?? {}).map(([id, role]) => [id, roleOf(id, role, catalogue, segments)]),
    ),
    purposes,
    declarable: declarableOf(purposes),
    relations: new Map(
      Object.entries(spec.relations ?? {}).map(([id, relation]) => [id, relationOf(id, relation)]),
    ),
    segments,
    exemptions: new Map(
      entriesOf(spec.exemptions ?? {}).map(([code, exemption]) => [
        code,
        exemptionOf(code, exemption, catalogue, segments),
      ]),
    ),
    exceptions: (spec.exceptions ?? []).map(({ id, role, grant, period }) => ({
      ...grantOf(`exception:${id}`, role, grant, catalogue, segments),
      period,
    })),
    people: [],
  };
}

function segment(id: string, bit: number, guard: SegmentDefinition["guard"]): CompiledSegment {
  const labels = { security: new Set<string>(), codes: new Set<string>(), prefixes: [] };
  return {
    id,
    title: id,
    bit,
    guard,
    labels,
    lists: [],
    why: "",
    owner: "privacy-officer",
    reviewBy: "2027-05-01",
    cfr: [],
    at: AT,
  };
}

function relationOf(id: string, relation: Partial<RelationDefinition>): RelationDefinition {
  const defaults = {
    kind: "fact",
    recordBound: false,
    permits: true,
    staleAfterMs: 15 * MINUTE,
    sources: [],
  } as const;
  return { id, title: id, ...defaults, ...relation };
}

function maskOf(ids: readonly string[], segments: readonly SegmentDefinition[]): number {
  return segments.filter(({ id }) => ids.includes(id)).reduce((mask, { bit }) => mask | (1 << bit), 0);
}

function purposeOf(
  id: string,
  spec: PurposeSpec,
  catalogue: Catalogue,
  segments: readonly SegmentDefinition[],
): CompiledPurpose {
  const never = vector(catalogue, ["*"]);
  for (const index of (spec.never ?? []).flatMap((pattern) => catalogue.select(pattern) ?? []))
    never[index] = 0;
  return {
    id,
    title: id,
    code: spec.code,
    parent: spec.parent,
    basis: spec.basis,
    acts: new Set(spec.acts ?? ["use", "disclose", "request"]),
    declarable: spec.declarable ?? true,
    caseBound: spec.caseBound ?? false,
    needs: undefined,
    mayAsk: {
      elements: vector(catalogue, spec.mayAsk ?? []),
      segments: maskOf(spec.mayAskSegments ?? [], segments),
    },
    never,
    neverSegments: maskOf(spec.neverSegments ?? [], segments),
    disclose: outboundOf(id, "disclose", spec.disclose, catalogue),
    request: outboundOf(id, "request", spec.request, catalogue),
    channels: spec.channels ?? [],
    maxPatients: undefined,
    maxEncounters: undefined,
    period: undefined,
    why: "",
    reminder: undefined,
    notThisIf: undefined,
    owner: "privacy-officer",
    reviewBy: "2027-05-01",
    cfr: [],
    at: AT,
  };
}

function outboundOf(
  purpose: string,
  act: "disclose" | "request",
  spec: OutboundSpec | undefined,
  catalogue: Catalogue,
): OutboundRule | undefined {
  if (spec === undefined) return undefined;
  return {
    rule: `purpose:${purpose}/${act}`,
    recipients: new Set(spec.recipients),
    elements: vector(catalogue, spec.elements),
  };
}

/** Ids and codes to what stands under them; a case-bound or granted purpose is under itself alone. */
function declarableOf(purposes: ReadonlyMap<string, CompiledPurpose>): Map<string, readonly string[]> {
  const under = (ancestor: string): string[] =>
    [...purposes.values()].filter((purpose) => isUnder(purpose, ancestor, purposes)).map(({ id }) => id);
  const names = new Map<string, Set<string>>();
  for (const purpose of purposes.values())
    for (const name of [purpose.id, ...(purpose.code === undefined ? [] : [purpose.code])]) {
      const known = names.get(name) ?? new Set<string>();
      for (const id of under(purpose.id)) known.add(id);
      names.set(name, known);
    }
  return new Map([...names].map(([name, ids]) => [name, [...ids]]));
}

function isUnder(
  purpose: CompiledPurpose,
  ancestor: string,
  purposes: ReadonlyMap<string, CompiledPurpose>,
): boolean {
  if (purpose.id === ancestor) return true;
  const parent = purpose.parent === undefined ? undefined : purposes.get(purpose.parent);
  return parent !== undefined && isUnder(parent, ancestor, purposes);
}

function roleOf(
  id: string,
  spec: RoleSpec,
  catalogue: Catalogue,
  segments: readonly SegmentDefinition[],
): CompiledRole {
  const counts = new Map<string, number>();
  const grants = (spec.grants ?? []).map((grant) => {
    const n = (counts.get(grant.purpose) ?? 0) + 1;
    counts.set(grant.purpose, n);
    return grantOf(`role:${id}/${grant.purpose}#${n}`, id, grant, catalogue, segments);
  });
  return {
    id,
    title: id,
    jobFunctions: [],
    kind: spec.kind ?? "workforce",
    provider: spec.provider ?? false,
    grants,
    breakGlass: spec.breakGlass ?? false,
    conflictsWith: spec.conflictsWith ?? [],
    never: vector(catalogue, []),
    eligible: { jit: spec.jit ?? [], approve: spec.approve ?? [] },
    recertify: { every: "6mo", by: "manager" },
    why: "",
    owner: "privacy-officer",
    reviewBy: "2027-05-01",
    cfr: [],
    at: AT,
  };
}

function grantOf(
  rule: string,
  role: string,
  spec: GrantSpec,
  catalogue: Catalogue,
  segments: readonly SegmentDefinition[],
): CompiledGrant {
  const elements = vector(catalogue, spec.elements);
  return {
    rule,
    role,
    purpose: spec.purpose,
    relation: spec.on,
    can: new Set(spec.can ?? ["read", "search"]),
    elements,
    segments: segmentsOf(spec.segments ?? [], elements, catalogue, segments),
    systems: spec.systems ?? [],
    at: AT,
  };
}

/** `["bh"]`: the whole grant under bh; `{ "claim.*": ["bh"] }`: those elements alone. */
function segmentsOf(
  spec: readonly string[] | Readonly<Record<string, readonly string[]>>,
  elements: TransformVector,
  catalogue: Catalogue,
  segments: readonly SegmentDefinition[],
): Map<number, TransformVector> {
  const built = new Map<number, TransformVector>();
  for (const { id, bit } of segments) {
    if (isList(spec)) {
      if (spec.includes(id)) built.set(bit, elements);
      continue;
    }
    const patterns = Object.keys(spec).filter((pattern) => spec[pattern]?.includes(id));
    const named = new Set(patterns.flatMap((pattern) => catalogue.select(pattern) ?? []));
    if (named.size > 0)
      built.set(
        bit,
        elements.map((code, index) => (named.has(index) ? code : 0)),
      );
  }
  return built;
}

function isList(
  spec: readonly string[] | Readonly<Record<string, readonly string[]>>,
): spec is readonly string[] {
  return Array.isArray(spec);
}

function exemptionOf(
  code: ExemptionCode,
  spec: ExemptionSpec,
  catalogue: Catalogue,
  segments: readonly SegmentDefinition[],
): CompiledExemption {
  const profiles = Object.entries(spec.profiles ?? {});
  return {
    code,
    rule: `exempt:${code}`,
    cfr: "164.502(b)(2)",
    acts: new Set(spec.acts),
    recipients: new Set(spec.recipients ?? []),
    bases: new Set(spec.bases),
    reach: spec.reach,
    profiles: new Map(profiles.map(([name, elements]) => [name, vector(catalogue, elements)])),
    exceptSegments: maskOf(spec.exceptSegments ?? [], segments),
    at: AT,
  };
}

function entriesOf(
  exemptions: Partial<Record<ExemptionCode, ExemptionSpec>>,
): readonly (readonly [ExemptionCode, ExemptionSpec])[] {
  return (Object.keys(exemptions) as ExemptionCode[]).flatMap((code) => {
    const spec = exemptions[code];
    return spec === undefined ? [] : [[code, spec] as const];
  });
}
