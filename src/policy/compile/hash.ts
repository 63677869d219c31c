import { createHash } from "node:crypto";
import { DROP, transformOf } from "../../catalogue/transforms.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { compareText } from "../diagnostics.ts";
import type { CompiledGrant, CompiledPolicy, OutboundRule, SegmentList } from "../types.ts";

const NAMESPACE = "modicum.dev/policy/v2\n";

/**
 * SHA-256, hex, over the canonical JSON (RFC 8785) of what a policy means, its catalogue included.
 * Neither comments nor the order of files nor the place of a rule in its file change it.
 */
export function hashPolicy(policy: Omit<CompiledPolicy, "hash">): string {
  return createHash("sha256")
    .update(NAMESPACE)
    .update(canonicalJson(meaningOf(policy)))
    .digest("hex");
}

/** The policy as plain JSON: sets and maps sorted, vectors by element id, positions left out. What the hash is over. */
export function meaningOf(policy: Omit<CompiledPolicy, "hash">) {
  const ids = policy.catalogue.elements.map(({ id }) => id);
  const elements: Elements = (vector) =>
    Object.fromEntries(
      ids.flatMap((id, index) => (vector[index] === DROP ? [] : [[id, transformOf(vector[index] ?? DROP)]])),
    );
  return {
    org: policy.org,
    ...(policy.retention === undefined ? {} : { retention: policy.retention }),
    elements: policy.catalogue.elements.map(({ index: _position, ...element }) => element),
    // INVARIANT: what a segment says is named by what is left out, so that a field the language gains is in the hash.
    segments: policy.segments.map(({ at: _at, labels, lists, ...segment }) => ({
      ...segment,
      security: sorted(labels.security),
      codes: sorted(labels.codes),
      prefixes: sorted(labels.prefixes),
      settings: sorted(labels.settings ?? []),
      sources: sorted(labels.sources ?? []),
      lists: lists.map(({ codes, ...list }) => ({ ...list, codes: sorted(codes) })).toSorted(byList),
    })),
    relations: sortedById(policy.relations),
    purposes: sortedById(policy.purposes).map(({ at: _at, ...purpose }) => ({
      ...purpose,
      acts: sorted(purpose.acts),
      needs: purpose.needs && elements(purpose.needs),
      mayAsk: { elements: elements(purpose.mayAsk.elements), segments: purpose.mayAsk.segments },
      never: elements(purpose.never),
      disclose: purpose.disclose && outbound(purpose.disclose, elements),
      request: purpose.request && outbound(purpose.request, elements),
    })),
    declarable: Object.fromEntries(policy.declarable),
    roles: sortedById(policy.roles).map(({ at: _at, ...role }) => ({
      ...role,
      conflictsWith: sorted(role.conflictsWith),
      never: elements(role.never),
      eligible: { jit: sorted(role.eligible.jit), approve: sorted(role.eligible.approve) },
      grants: role.grants.map((grant) => grantMeaning(grant, elements)),
    })),
    exemptions: sortedById(policy.exemptions).map(({ at: _at, ...exemption }) => ({
      ...exemption,
      acts: sorted(exemption.acts),
      recipients: sorted(exemption.recipients),
      bases: sorted(exemption.bases),
      profiles: Object.fromEntries([...exemption.profiles].map(([name, vector]) => [name, elements(vector)])),
    })),
    exceptions: (policy.exceptions ?? []).map((grant) => grantMeaning(grant, elements)),
    ...(policy.devices === undefined
      ? {}
      : { devices: { ...policy.devices, otherwise: elements(policy.devices.otherwise) } }),
    people: policy.people,
  };
}

type Elements = (vector: TransformVector) => Readonly<Record<string, string>>;

function grantMeaning({ at: _at, ...grant }: CompiledGrant, elements: Elements): unknown {
  return {
    ...grant,
    can: sorted(grant.can),
    systems: sorted(grant.systems),
    elements: elements(grant.elements),
    segments: Object.fromEntries([...grant.segments].map(([bit, vector]) => [String(bit), elements(vector)])),
  };
}

function outbound({ rule, recipients, elements: vector }: OutboundRule, elements: Elements) {
  return { rule, recipients: sorted(recipients), elements: elements(vector) };
}

function byList(a: Omit<SegmentList, "codes">, b: Omit<SegmentList, "codes">): number {
  const named = compareText(a.kind, b.kind) || compareText(a.system, b.system);
  return named || Number(a.beginnings) - Number(b.beginnings);
}

function sorted(values: Iterable<string>): readonly string[] {
  return [...values].toSorted();
}

function sortedById<T>(map: ReadonlyMap<string, T>): readonly T[] {
  return [...map].toSorted(([a], [b]) => compareText(a, b)).map(([, value]) => value);
}
