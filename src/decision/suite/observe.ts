import { elementsIn } from "../../catalogue/gaps.ts";
import { recordFactsOf } from "../../catalogue/record-facts.ts";
import { DROP } from "../../catalogue/transforms.ts";
import type { TransformCode, TransformVector } from "../../catalogue/transforms.ts";
import type { DataElement } from "../../catalogue/types.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { explain } from "../explain.ts";
import type { AccessRequest, Decision, Facts } from "../types.ts";
import { viewOf } from "../view.ts";
import type { Observed } from "./types.ts";

/** One call, decided. */
export interface Decided {
  readonly request: AccessRequest;
  readonly policy: CompiledPolicy;
  readonly facts: Facts;
  readonly decision: Decision;
}

/** What a decision shows of a resource, in terms of the elements that the resource holds. */
export function observeRecord(decided: Decided, resource: JsonObject): Observed {
  const { request, policy, facts, decision } = decided;
  const record = recordFactsOf(resource, policy.segments);
  const held = [...elementsIn(policy.catalogue, resource)]
    .map((index) => policy.catalogue.elements[index])
    .filter((element) => element !== undefined);
  const view = viewOf(decision, record, facts);
  if (view === null) {
    const ids = held.map(({ id }) => id);
    const explained =
      decision.outcome === "permit" ? explain(request, policy, facts, record, ids).reasons : [];
    return hidden(
      held.length,
      [...decision.reasons.slice(0, 1), ...explained].map(({ code }) => code),
    );
  }
  const shown = shownOf(held, view.elements);
  return { visible: true, shown, withheld: held.length - shown.size, rules: view.rules, reasons: [] };
}

/** What a decision gives of the elements that are in no record: the record of access, the roster, relation facts. */
export function observeControl({ policy, decision }: Decided): Observed {
  const control = policy.catalogue.elements.filter(isControl);
  const giving = decision.slices
    .filter(({ records }) => records.kind === "directory")
    .filter(({ elements }) => shownOf(control, elements).size > 0);
  if (giving.length === 0)
    return hidden(
      control.length,
      decision.reasons.slice(0, 1).map(({ code }) => code),
    );
  const shown = new Map(giving.flatMap(({ elements }) => [...shownOf(control, elements)]));
  const rules = giving.map(({ rule }) => rule);
  return { visible: true, shown, withheld: control.length - shown.size, rules, reasons: [] };
}

function hidden(withheld: number, reasons: readonly ReasonCode[]): Observed {
  return { visible: false, shown: new Map(), withheld, rules: [], reasons: [...new Set(reasons)] };
}

function shownOf(elements: readonly DataElement[], vector: TransformVector): Map<string, TransformCode> {
  const codes = elements.map(({ id, index }): [string, TransformCode] => [id, vector[index] ?? DROP]);
  return new Map(codes.filter(([, code]) => code !== DROP));
}

function isControl({ fhir, sql, csv }: DataElement): boolean {
  return fhir.length + sql.length + csv.length === 0;
}
