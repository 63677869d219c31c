import { decide } from "../../src/decision/decide.ts";
import type { Call } from "../../src/decision/testing/call.ts";
import { viewOf } from "../../src/decision/view.ts";
import type { CompiledPolicy } from "../../src/policy/types.ts";
import type { CedarOracle } from "./cedar-oracle.ts";
import type { Situation } from "./standing-facts.ts";

/** A request, a record and an element, with what the engine says: shown in some form, or not. */
export interface Triple {
  readonly at: Situation;
  readonly element: number;
  readonly shown: boolean;
  /** The decision was a permit, so that it is this record or this element that is withheld. */
  readonly close: boolean;
}

/** How many triples were compared, and what came of it. */
export interface Tally {
  compared: number;
  shown: number;
}

/** The engine's answers to these calls, for every element that the records could hold. */
export function triplesOf(policy: CompiledPolicy, calls: readonly Call[]): Triple[] {
  return calls.flatMap(({ request, facts, records }) => {
    const decision = decide(request, policy, facts);
    return records.flatMap((record) => {
      const view = viewOf(decision, record, facts);
      const at: Situation = { policy, request, facts, record };
      return policy.catalogue.elementsOfType(record.type).map((element) => ({
        at,
        element,
        shown: (view?.elements[element] ?? 0) !== 0,
        close: decision.outcome === "permit",
      }));
    });
  });
}

/**
 * At most `size` triples, a third of them shown where there are so many: most calls are denied, and a denial says
 * little. Which ones are taken hangs on the engine's answer only in number, so a wrong answer of either kind is as
 * likely to be among them as a right one.
 */
export function sampleOf(triples: readonly Triple[], size: number): Triple[] {
  const shown = spread(
    triples.filter((triple) => triple.shown),
    size / 3,
  );
  const denials = Math.min(size - shown.length, Math.max(5, shown.length * 2));
  const close = triples.filter((triple) => !triple.shown && triple.close);
  const far = triples.filter((triple) => !triple.shown && !triple.close);
  return [...shown, ...spread(close, denials * 0.7), ...spread(far, denials * 0.3)];
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
  return triples.flatMap((triple) => {
    tally.compared += 1;
    if (triple.shown) tally.shown += 1;
    const [cedar] = oracle.shows(triple.at, [triple.element]);
    return cedar === triple.shown ? [] : [lineOf(triple)];
  });
}

function lineOf({ at, element, shown }: Triple): string {
  const { policy, request, record } = at;
  const { act, subject, purpose, exemption } = request;
  const asked = `${subject.roles.join("+")} ${act} ${purpose ?? "-"} ${exemption?.code ?? ""}`;
  const what = `${policy.catalogue.elements[element]?.id ?? ""} of ${record.type}`;
  return `${asked}: ${what} is ${shown ? "shown by the engine, not by Cedar" : "shown by Cedar, not by the engine"}`;
}
