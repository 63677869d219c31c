import type { Sensitivity } from "../../catalogue/types.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { categoriesOf, highest, type MapCategory, SEGMENTS } from "./categories.ts";
import {
  disclosuresOf,
  flowsOf,
  grantOfRole,
  grantsOfClient,
  holdsOf,
  segmentFlows,
  sorted,
  statedFlows,
} from "./flows.ts";
import type { StatedSystem } from "./types.ts";

/** What is known of the deployment beside the policy: where the elements lie, and who else comes for them. */
export interface MapFacts {
  readonly systems: readonly KnownSystem[];
  readonly clients: readonly MapClient[];
}

/** A system that the product itself knows of: no person has to name it. */
export interface KnownSystem {
  readonly id: string;
  readonly name: string;
  /** `source`: what Modicum stands in front of; `own`: a store of Modicum's; `feed`: it sends its log or its devices. */
  readonly kind: "source" | "own" | "feed";
  readonly owner: string | null;
  readonly location: string;
  /** `clinical`: whatever the catalogue maps to records; else groups of elements, `record` or `relation`. */
  readonly holds: "clinical" | readonly string[];
  /** Whether rules give its elements; a backup or a file of the journal is given to nobody. */
  readonly isRead: boolean;
  /** Ids of the systems that it is filled from. */
  readonly from: readonly string[];
}

export interface MapClient {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly owner: string;
  /** Empty: those of whoever uses it. */
  readonly purposes: readonly string[];
}

/** The policy's matrix: of every record, and of those that carry a segment. */
export interface MapMatrix {
  readonly rows: readonly MapAccess[];
  /** By the segment's id. */
  readonly ofSegments: ReadonlyMap<string, readonly MapAccess[]>;
}

/** What a role is given for a purpose by standing grants: one row of the policy's matrix. */
export interface MapAccess {
  readonly role: string;
  readonly purpose: string;
  readonly transforms: TransformVector;
  readonly rules: readonly string[];
}

export interface MapSystem {
  readonly id: string;
  readonly name: string;
  readonly kind: KnownSystem["kind"] | "stated";
  readonly owner: string | null;
  readonly location: string;
  readonly categories: readonly number[];
  /** Null: nobody has said what it holds, or it holds nothing. */
  readonly sensitivity: Sensitivity | null;
  readonly elements: readonly string[];
  readonly from: readonly string[];
}

export interface MapReceiver {
  /** `role:biller`, `recipient:school`, `client:…`, `stated:…`. */
  readonly id: string;
  readonly name: string;
  readonly kind: "workforce" | "vendor" | "patient" | "program" | "recipient" | "client" | "stated";
}

/** That a receiver may be given elements of a category out of a system. */
export interface MapFlow {
  readonly from: string;
  readonly to: string;
  readonly category: number;
  /** How many elements of it, in whatever form; of category 18 how many segments. */
  readonly elements: number;
  /** Ids of purposes; empty: a person named the flow, and no purpose with it. */
  readonly purposes: readonly string[];
  /** What lets it: ids of rules of the policy in force. */
  readonly rules: readonly string[];
  /** `policy`: at most this, by the policy; `stated`: as a person says. */
  readonly basis: "policy" | "stated";
}

export interface DataMap {
  readonly categories: readonly MapCategory[];
  readonly systems: readonly MapSystem[];
  readonly receivers: readonly MapReceiver[];
  readonly flows: readonly MapFlow[];
}

/**
 * Where PHI lies and who may receive it (45 CFR 164.308(a)(1)(ii)(A)), worked out anew at each look from the policy, from what
 * the deployment knows of itself, and from what people named.
 */
export function dataMapOf(
  policy: CompiledPolicy,
  matrix: MapMatrix,
  facts: MapFacts,
  stated: readonly StatedSystem[],
): DataMap {
  const categories = categoriesOf(policy.catalogue, policy.segments);
  const known = facts.systems.map((system) => ({ system, holds: holdsOf(policy.catalogue, system) }));
  const inUse = stated.filter(({ standing }) => standing === "in-use");
  const grants = [
    ...matrix.rows.map(grantOfRole),
    ...disclosuresOf(policy),
    ...facts.clients.flatMap((client) => grantsOfClient(client, matrix.rows)),
  ];
  const read = known.filter(({ system }) => system.isRead);
  const clinical = read.filter(({ system }) => system.holds === "clinical");
  const flows = [
    ...read.flatMap(({ system, holds }) => flowsOf(system.id, holds, grants, policy.catalogue)),
    ...clinical.flatMap(({ system }) => segmentFlows(system.id, matrix, facts.clients)),
    ...inUse.flatMap(statedFlows),
  ];
  return {
    categories,
    systems: [
      ...known.map(({ system, holds }) => knownSystem(system, holds, policy)),
      ...inUse.map((system) => statedSystem(system, categories)),
    ],
    receivers: receiversOf(policy, facts, flows),
    flows,
  };
}

function knownSystem(
  { id, name, kind, owner, location, from, holds: what }: KnownSystem,
  holds: readonly number[],
  { catalogue, segments }: Pick<CompiledPolicy, "catalogue" | "segments">,
): MapSystem {
  const held = holds.flatMap((index) => catalogue.elements[index] ?? []);
  const labeled = what === "clinical" && segments.length > 0 ? [SEGMENTS] : [];
  const own = new Set([...held.map(({ category }) => category), ...labeled]);
  const categories = [...own].toSorted((a, b) => a - b);
  const elements = held.map((element) => element.id);
  return { id, name, kind, owner, location, categories, sensitivity: highest(held), elements, from };
}

function statedSystem(
  { id, name, owner, location, categories }: StatedSystem,
  all: readonly MapCategory[],
): MapSystem {
  const sensitivity = highest(all.filter(({ number }) => categories.includes(number)));
  const place = { id: `stated:${id}`, name, kind: "stated" as const, owner, location };
  return { ...place, categories, sensitivity, elements: [], from: [] };
}

/** Everybody whom a flow names, by kind and name. */
function receiversOf(
  policy: CompiledPolicy,
  facts: MapFacts,
  flows: readonly MapFlow[],
): readonly MapReceiver[] {
  return sorted(flows.map(({ to }) => to)).map((id) => {
    const [what = "", ...rest] = id.split(":");
    const name = rest.join(":");
    if (what === "role") {
      const role = policy.roles.get(name);
      return { id, name: role?.title ?? name, kind: role?.kind ?? "workforce" };
    }
    if (what === "client") {
      const client = facts.clients.find((one) => one.id === name);
      return { id, name: client?.title ?? name, kind: "client" };
    }
    return what === "recipient" ? { id, name: words(name), kind: "recipient" } : { id, name, kind: "stated" };
  });
}

/** `health-plan` as `Health plan`. */
function words(name: string): string {
  const text = name.replaceAll("-", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
