import { isControl } from "../../catalogue/control-element.ts";
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

/** What a decision shows of a resource. One that shows no element it holds counts as hidden, as projection has it. */
export function observeRecord(decided: Decided, resource: JsonObject): Observed {
  const { request, policy, facts, decision } = decided;
  const record = recordFactsOf(resource, policy.segments);
  const held = [...elementsIn(policy.catalogue, resource)]
    .map((index) => policy.catalogue.elements[index])
    .filter((element) => element !== undefined);
  const view = viewOf(decision, record, facts);
  const shown = view === null ? new Map<string, TransformCode>() : shownOf(held, view.elements);
  if (view !== null && shown.size > 0)
    return { visible: true, held: idsOf(held), shown, rules: view.rules, reasons: [] };
  const ids = held.map(({ id }) => id);
  const explained = decision.outcome === "permit" ? explain(request, policy, facts, record, ids) : null;
  const codes = explained?.elements.flatMap(({ reason }) => (reason === null ? [] : [reason.code])) ?? [];
  return hidden(held, [...decision.reasons.slice(0, 1).map(({ code }) => code), ...codes]);
}

/** What a decision gives of the elements that are in no record: the record of access, the roster, relation facts. */
export function observeControl({ policy, decision }: Decided): Observed {
  const control = policy.catalogue.elements.filter(isControl);
  const giving = decision.slices
    .filter(({ records }) => records.kind === "directory")
    .filter(({ elements }) => shownOf(control, elements).size > 0);
  if (giving.length === 0)
    return hidden(
      control,
      decision.reasons.slice(0, 1).map(({ code }) => code),
    );
  const shown = new Map(giving.flatMap(({ elements }) => [...shownOf(control, elements)]));
  const rules = giving.map(({ rule }) => rule);
  return { visible: true, held: idsOf(control), shown, rules, reasons: [] };
}

function hidden(held: readonly DataElement[], reasons: readonly ReasonCode[]): Observed {
  return { visible: false, held: idsOf(held), shown: new Map(), rules: [], reasons: [...new Set(reasons)] };
}

function idsOf(elements: readonly DataElement[]): ReadonlySet<string> {
  return new Set(elements.map(({ id }) => id));
}

function shownOf(elements: readonly DataElement[], vector: TransformVector): Map<string, TransformCode> {
  const codes = elements.map(({ id, index }): [string, TransformCode] => [id, vector[index] ?? DROP]);
  return new Map(codes.filter(([, code]) => code !== DROP));
}
