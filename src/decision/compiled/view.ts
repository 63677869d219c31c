import type { RecordFacts } from "../../catalogue/types.ts";
import { PackedRelations } from "../packed-relations.ts";
import type { Decision, ElementView, Facts, Slice } from "../types.ts";
import { compiledOf } from "./compiled-decision.ts";
import type { CompiledDecision } from "./compiled-decision.ts";
import type { ConditionBits } from "./conditions.ts";
import type { TypeTable } from "./type-table.ts";

/**
 * What an attributed record shows, from the tables of the decision. Undefined where there are none, or the facts are not
 * numbered: then it has to be worked out.
 */
export function compiledView(
  decision: Decision,
  record: RecordFacts,
  facts: Facts,
): ElementView | null | undefined {
  const compiled = compiledOf(decision);
  const { relations } = facts;
  if (compiled === undefined || !(relations instanceof PackedRelations)) return undefined;
  const { plan, lent } = compiled;
  const table = plan.tableOf(record.type);
  if (table === undefined) return null;
  const { request, policy } = decision;
  const held = plan.conditions.heldBy(
    record,
    relations,
    request.subject.patientId,
    request.now,
    table.wanted,
  );
  const reaching = lent?.reaching(record, { request, policy, facts }) ?? NONE;
  if (reaching.length === 0) return table.view(held, record.segments)?.shown ?? null;
  return withLent(compiled, table, held, record, reaching);
}

const NONE: readonly Slice[] = [];

function withLent(
  { plan }: CompiledDecision,
  table: TypeTable,
  held: ConditionBits,
  { segments }: RecordFacts,
  lent: readonly Slice[],
): ElementView | null {
  const [only, ...more] = lent;
  if (only === undefined) return null;
  const ceilings = lent.map((slice) => plan.ceilingsWith(slice));
  const view =
    more.length === 0
      ? table.viewWith(only, plan.ceilingsWith(only), held, segments)
      : table.viewWithAll(lent, [...new Set(ceilings.flat())], held, segments);
  if (view === null) return null;
  const giving = lent.filter((_, at) => view.lends[at]);
  return {
    elements: view.shown.elements,
    rules: [...new Set([...view.shown.rules, ...giving.map(({ rule }) => rule)])],
    grantIds: [...new Set(giving.flatMap(({ grantId }) => grantId ?? []))],
  };
}
