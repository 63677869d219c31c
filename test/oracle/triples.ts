import { decide } from "../../src/decision/decide.ts";
import type { Call } from "../../src/decision/testing/call.ts";
import type { Facts } from "../../src/decision/types.ts";
import { viewOf } from "../../src/decision/view.ts";
import type { CompiledPolicy } from "../../src/policy/types.ts";
import type { CedarOracle } from "./cedar-oracle.ts";
import type { Situation } from "./standing-facts.ts";

/** A request, a record and an element, with what the engine says: shown in some form, or not. */
export interface Triple {
  readonly at: Situation;
  readonly element: number;
  readonly shown: boolean;
  /** Withheld by a hair: it would be shown but for what binds this caller, record, patient or hour. */
  readonly near: boolean;
}

/** How many triples were compared, and what came of it. */
export interface Tally {
  compared: number;
  shown: number;
  /** Distinct requests among them that Cedar was asked to decide. */
  requests: number;
}

/** The engine's answers to these calls, for every element that the records could hold. */
export function triplesOf(policy: CompiledPolicy, calls: readonly Call[]): Triple[] {
  const undated = withoutDates(policy);
  return calls.flatMap((call) => {
    const { request, facts, records } = call;
    const free = unbound(call);
    const decision = decide(request, policy, facts);
    const freely = decide(free.request, undated, free.facts);
    return records.flatMap((record, n) => {
      const view = viewOf(decision, record, facts);
      const freeView = viewOf(freely, free.records[n] ?? record, free.facts);
      const at: Situation = { policy, request, facts, record };
      return policy.catalogue.elementsOfType(record.type).map((element) => {
        const shown = (view?.elements[element] ?? 0) !== 0;
        return { at, element, shown, near: !shown && (freeView?.elements[element] ?? 0) !== 0 };
      });
    });
  });
}

/** The policy with its dated exceptions in force for ever. */
function withoutDates(policy: CompiledPolicy): CompiledPolicy {
  const period = { from: -Infinity, until: Infinity };
  return { ...policy, exceptions: (policy.exceptions ?? []).map((grant) => ({ ...grant, period })) };
}

function withoutDevice({ device: _device, ...facts }: Facts): Facts {
  return facts;
}

/** The same call without agreement, scopes, restrictions, device limits and segments, in good standing. */
function unbound({ request, facts, records }: Call): Call {
  const subject = { ...request.subject, active: true, baa: null, scopes: null };
  return {
    request: { ...request, subject },
    facts: withoutDevice({ ...facts, restrictions: [] }),
    records: records.map((record) => ({ ...record, attributed: true, segments: 0 })),
  };
}

/**
 * At most `size` triples, a quarter of them shown and nearly half withheld by a hair, where there are so many: most
 * calls are denied far from any border, and such a denial says little. Which triples of a kind are taken is blind to what
 * Cedar will say.
 */
export function sampleOf(triples: readonly Triple[], size: number): Triple[] {
  const shown = spread(
    triples.filter((triple) => triple.shown),
    size / 4,
  );
  const denials = Math.min(size - shown.length, Math.max(5, shown.length * 3));
  const near = spread(
    triples.filter((triple) => triple.near),
    denials * 0.6,
  );
  const far = triples.filter((triple) => !triple.shown && !triple.near);
  return [...shown, ...near, ...spread(far, denials - near.length)];
}

function spread<T>(items: readonly T[], atMost: number): T[] {
  const step = Math.max(1, items.length / Math.max(1, Math.floor(atMost)));
  const count = Math.min(items.length, Math.floor(atMost));
  return Array.from({ length: count }, (_, n) => items[Math.floor(n * step)]).filter(
    (item) => item !== undefined,
  );
}

/** The triples on which Cedar says otherwise, as one line each; empty: they agree. */
export function disagreementsOf(oracle: CedarOracle, triples: readonly Triple[], tally: Tally): string[] {
  const before = oracle.distinct();
  const disagreements = triples.flatMap((triple) => {
    tally.compared += 1;
    if (triple.shown) tally.shown += 1;
    return oracle.shows(triple.at, triple.element) === triple.shown ? [] : [lineOf(triple)];
  });
  tally.requests += oracle.distinct() - before;
  return disagreements;
}

function lineOf({ at, element, shown }: Triple): string {
  const { policy, request, record } = at;
  const { act, subject, purpose, exemption } = request;
  const asked = `${subject.roles.join("+")} ${act} ${purpose ?? "-"} ${exemption?.code ?? ""}`;
  const what = `${policy.catalogue.elements[element]?.id ?? ""} of ${record.type}`;
  return `${asked}: ${what} is ${shown ? "shown by the engine, not by Cedar" : "shown by Cedar, not by the engine"}`;
}
