import { DROP, type TransformVector, transformOf } from "../../../catalogue/transforms.ts";
import { meaningOf } from "../../compile/hash.ts";
import type { CompiledPolicy } from "../../types.ts";

/** What one field says: a list in its order, or a single value as a list of one. */
export interface Fact {
  readonly items: readonly string[];
  /** Of a number or a length of time: comparable with others of the same field. */
  readonly amount?: number;
}

/** One purpose, segment, relation… with all that it says, by field path. */
export interface Thing {
  readonly kind: string;
  readonly id: string;
  readonly facts: ReadonlyMap<string, Fact>;
}

type Json = Readonly<Record<string, unknown>>;

const KINDS: Readonly<Record<string, string>> = {
  elements: "element",
  segments: "segment",
  relations: "relation",
  purposes: "purpose",
  declarable: "declaration",
  roles: "role",
  exemptions: "exemption",
  exceptions: "exception",
  people: "person",
};

/**
 * Everything that the policy says beside its standing grants, by kind and id.
 * INVARIANT: it is read off what the hash is over, key by key, so that a key the language gains later is never left out.
 */
export function thingsOf(policy: CompiledPolicy): ReadonlyMap<string, Thing> {
  const things = new Map<string, Thing>();
  for (const [part, value] of Object.entries(named(policy))) {
    const kind = KINDS[part] ?? part;
    const several = Array.isArray(value) ? (value as readonly Json[]) : null;
    const each = several?.map(({ id, ...fields }) => ({ id: String(id), fields })) ?? [
      { id: kind, fields: value as Json },
    ];
    for (const { id, fields } of each) things.set(`${kind} ${id}`, { kind, id, facts: factsIn(fields) });
  }
  return things;
}

/** Elements of a vector, each with its form where it is not shown as it is, in the order of the ids. */
export function elementsIn({ catalogue }: CompiledPolicy, vector: TransformVector): readonly string[] {
  return catalogue.elements
    .flatMap(({ id, index }) => {
      const code = vector[index] ?? DROP;
      if (code === DROP) return [];
      return [transformOf(code) === "keep" ? id : `${id} as ${transformOf(code)}`];
    })
    .toSorted();
}

export function segmentsIn({ segments }: CompiledPolicy, mask: number): readonly string[] {
  return segments.filter(({ bit }) => (mask & (1 << bit)) !== 0).map(({ id }) => id);
}

/** The meaning in the words of the files: names in place of bits, and the keys that people wrote. */
function named(policy: CompiledPolicy): Json {
  const meaning = meaningOf(policy);
  return {
    ...meaning,
    org: { ...meaning.org, id: undefined, name: meaning.org.id },
    segments: meaning.segments.map(segmentIn),
    relations: meaning.relations.map(({ kind, ...relation }) => ({ ...relation, type: kind })),
    purposes: [...policy.purposes.values()].map((purpose) => purposeIn(policy, meaning.purposes, purpose)),
    roles: meaning.roles.map(({ grants: _grants, kind, breakGlass, eligible, never, ...role }) => ({
      ...role,
      heldBy: kind,
      eligible: { breakGlass, ...eligible },
      never: listed(never),
    })),
    exemptions: meaning.exemptions.map(({ code, rule: _rule, exceptSegments, profiles, ...exemption }) => ({
      id: code,
      ...exemption,
      profiles: Object.fromEntries(Object.entries(profiles).map(([name, held]) => [name, listed(held)])),
      exceptSegments: segmentsIn(policy, exceptSegments),
    })),
    exceptions: (policy.exceptions ?? []).map(({ rule, at: _at, period, can, segments, ...grant }) => ({
      ...grant,
      id: rule.slice("exception:".length),
      can: [...can].toSorted(),
      systems: grant.systems.toSorted(),
      elements: elementsIn(policy, grant.elements),
      segments: Object.fromEntries(
        [...segments].map(([bit, held]) => [segmentsIn(policy, 1 << bit).join(), elementsIn(policy, held)]),
      ),
      ...period,
    })),
    ...(policy.devices === undefined
      ? {}
      : { devices: { ...policy.devices, otherwise: elementsIn(policy, policy.devices.otherwise) } }),
  };
}

/** Codes under the keys of the file, in place of the sets that records are labeled by. */
function segmentIn(segment: ReturnType<typeof meaningOf>["segments"][number]): Json {
  const { bit: _bit, security: _security, codes: _codes, prefixes: _prefixes, ...said } = segment;
  const { settings: _settings, sources, lists, ...own } = said;
  const labels = new Map<string, string[]>();
  for (const { kind, system, codes, beginnings } of lists) {
    const key = kind === "codes" && beginnings ? "prefixes" : kind;
    labels.set(key, [...(labels.get(key) ?? []), ...codes.map((code) => `${system}|${code}`)].toSorted());
  }
  return { ...own, labels: { ...Object.fromEntries(labels), sources } };
}

function purposeIn(
  policy: CompiledPolicy,
  meanings: ReturnType<typeof meaningOf>["purposes"],
  { id }: { readonly id: string },
): Json {
  const found = meanings.find((purpose) => purpose.id === id);
  if (found === undefined) return { id };
  const { needs, mayAsk, never, neverSegments, disclose, request, ...purpose } = found;
  return {
    ...purpose,
    need: needs === undefined ? undefined : listed(needs),
    mayAsk: { elements: listed(mayAsk.elements), segments: segmentsIn(policy, mayAsk.segments) },
    ceiling: listed(never),
    never: { segments: segmentsIn(policy, neverSegments) },
    disclose: disclose && { to: disclose.recipients, elements: listed(disclose.elements) },
    request: request && { from: request.recipients, elements: listed(request.elements) },
  };
}

/** Of elements with a form each, as `meaningOf` has them. */
function listed(forms: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(forms).map(([id, form]) => (form === "keep" ? id : `${id} as ${form}`));
}

function factsIn(fields: Json): Thing["facts"] {
  const facts = new Map<string, Fact>();
  layOut(facts, "", fields);
  return facts;
}

function layOut(facts: Map<string, Fact>, path: string, value: unknown): void {
  if (value === undefined || value === null) return;
  const nested = entriesOf(value);
  if (nested === null) {
    facts.set(path.replace(/Ms$/, ""), factOf(path, value));
    return;
  }
  for (const [key, inner] of nested) layOut(facts, path === "" ? key : `${path}.${key}`, inner);
}

/** Null for what is one fact: a value, a list of values, or an empty map. */
function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | null {
  if (typeof value !== "object" || value === null) return null;
  if (!Array.isArray(value)) return Object.keys(value).length === 0 ? null : Object.entries(value);
  const list = value as readonly unknown[];
  if (list.length === 0 || list.some((item) => typeof item !== "object")) return null;
  const seen = new Map<string, number>();
  return (list as readonly Json[]).map((item) => {
    const name = [item["id"], item["kind"], item["state"]].find((one) => typeof one === "string") ?? "";
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return [nth === 1 ? name : `${name}#${nth}`, item];
  });
}

const WINDOWS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  mo: 2_629_800_000,
  y: 31_557_600_000,
};

function factOf(path: string, value: unknown): Fact {
  if (Array.isArray(value)) return { items: value.map(String) };
  if (typeof value === "object") return { items: [] };
  if (typeof value === "number") return { items: [textOf(path, value)], amount: value };
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const [, count, unit = ""] = /^(\d+)(m|h|d|w|mo|y)$/.exec(text) ?? [];
  return count === undefined
    ? { items: [text] }
    : { items: [text], amount: Number(count) * (WINDOWS[unit] ?? 0) };
}

function textOf(path: string, amount: number): string {
  if (path === "from" || path === "until") return new Date(amount).toISOString();
  if (!path.endsWith("Ms")) return String(amount);
  const unit = ["d", "h", "m"].find((one) => amount % (WINDOWS[one] ?? 1) === 0);
  return unit === undefined ? `${amount}ms` : `${amount / (WINDOWS[unit] ?? 1)}${unit}`;
}
