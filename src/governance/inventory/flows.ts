import type { Catalogue } from "../../catalogue/types.ts";
import { DROP, type TransformVector } from "../../catalogue/transforms.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { SEGMENTS } from "./categories.ts";
import type { KnownSystem, MapAccess, MapClient, MapFlow, MapMatrix } from "./data-map.ts";
import type { StatedSystem } from "./types.ts";

/** Somebody who is given elements for a purpose, by rules. */
interface Grant {
  readonly to: string;
  readonly purpose: string;
  readonly rules: readonly string[];
  readonly gives: TransformVector;
}

/** What a row of the matrix gives. */
export function grantOfRole({ role, purpose, transforms, rules }: MapAccess): Grant {
  return { to: `role:${role}`, purpose, rules, gives: transforms };
}

/** 45 CFR 164.514(d)(3): whom a purpose's own rule names as recipients. */
export function disclosuresOf({ purposes }: CompiledPolicy): readonly Grant[] {
  return [...purposes.values()].flatMap(({ id, disclose }) =>
    disclose === undefined
      ? []
      : [...disclose.recipients].map((recipient) => ({
          to: `recipient:${recipient}`,
          purpose: id,
          rules: [disclose.rule],
          gives: disclose.elements,
        })),
  );
}

/** An app gets what whoever uses it is given, for the purposes that were agreed. */
export function grantsOfClient({ id, purposes }: MapClient, access: readonly MapAccess[]): readonly Grant[] {
  return access
    .filter(({ purpose }) => purposes.length === 0 || purposes.includes(purpose))
    .map(({ purpose, rules, transforms }) => ({ to: `client:${id}`, purpose, rules, gives: transforms }));
}

/** Indexes of the elements that a system holds. */
export function holdsOf({ elements }: Catalogue, { holds }: KnownSystem): readonly number[] {
  const isHeld = (group: string, fhir: readonly string[]): boolean =>
    holds === "clinical" ? fhir.length > 0 : holds.includes(group);
  return elements.filter(({ group, fhir }) => isHeld(group, fhir)).map(({ index }) => index);
}

interface Found {
  readonly flow: Omit<MapFlow, "elements" | "purposes" | "rules">;
  readonly grants: Set<Grant>;
  readonly elements: Set<number>;
}

/** What is given of what a system holds, by receiver and category. */
export function flowsOf(
  from: string,
  holds: readonly number[],
  grants: readonly Grant[],
  { elements }: Catalogue,
): readonly MapFlow[] {
  const found = new Map<string, Found>();
  for (const grant of grants)
    for (const index of holds) {
      if ((grant.gives[index] ?? DROP) === DROP) continue;
      const category = elements[index]?.category ?? 0;
      const key = `${grant.to} ${category}`;
      const flow: Found = found.get(key) ?? {
        flow: { from, to: grant.to, category, basis: "policy" },
        grants: new Set(),
        elements: new Set(),
      };
      found.set(key, flow);
      flow.grants.add(grant);
      flow.elements.add(index);
    }
  const inOrder = [...found.values()].toSorted((a, b) => a.flow.category - b.flow.category);
  return inOrder.map(({ flow, grants: by, elements: given }) => ({
    ...flow,
    elements: given.size,
    purposes: sorted([...by].map(({ purpose }) => purpose)),
    rules: sorted([...by].flatMap(({ rules }) => rules)),
  }));
}

/** Who is shown anything of records that carry a segment, and of how many segments. */
export function segmentFlows(
  from: string,
  { ofSegments }: MapMatrix,
  clients: readonly MapClient[],
): readonly MapFlow[] {
  const given = [...ofSegments].flatMap(([segment, rows]) =>
    [...rows.map(grantOfRole), ...clients.flatMap((client) => grantsOfClient(client, rows))].map((grant) => ({
      ...grant,
      segment,
    })),
  );
  return sorted(given.map(({ to }) => to)).map((to) => {
    const own = given.filter((grant) => grant.to === to);
    return {
      from,
      to,
      category: SEGMENTS,
      elements: new Set(own.map(({ segment }) => segment)).size,
      purposes: sorted(own.map(({ purpose }) => purpose)),
      rules: sorted(own.flatMap(({ rules }) => rules)),
      basis: "policy",
    };
  });
}

/** What a person says goes from a system to whom. */
export function statedFlows({ id, categories, recipients }: StatedSystem): readonly MapFlow[] {
  return recipients.flatMap((recipient) =>
    categories.map((category) => ({
      from: `stated:${id}`,
      to: `stated:${recipient}`,
      category,
      elements: 0,
      purposes: [],
      rules: [],
      basis: "stated" as const,
    })),
  );
}

/** Each once, in order. */
export function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
