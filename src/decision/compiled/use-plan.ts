import { neverCeilings } from "../ceilings.ts";
import { getOrAdd } from "../get-or-add.ts";
import { NO_FACTS } from "../no-facts.ts";
import { indexOf } from "../policy-index.ts";
import { isNamedBy } from "../purpose.ts";
import type { Question } from "../question.ts";
import { areTypeOnly } from "../type-only.ts";
import type { Ceiling, Decision, Facts, Slice } from "../types.ts";
import { elementsOf } from "../view-plan.ts";
import { Conditions } from "./conditions.ts";
import { TypeTable } from "./type-table.ts";

/**
 * A permitted use that follows from policy and caller alone, and its tables from conditions to views. One for all
 * requests that differ in person, hour or record alone.
 */
export class UsePlan {
  readonly decision: Decision;
  readonly conditions: Conditions;
  /** What the decision answered, without facts. */
  readonly question: Question;
  /** Purposes that the declaration names and the use does not have: an approval would open them (DEC-WHY-6). */
  readonly openable: readonly string[];
  private readonly byType = new Map<string, TypeTable>();
  private readonly byPurpose = new Map<string, readonly Ceiling[]>();

  private constructor(decision: Decision, conditions: Conditions) {
    this.decision = decision;
    this.conditions = conditions;
    this.question = questionOf(decision, NO_FACTS);
    this.openable = [...decision.policy.purposes.values()]
      .filter((purpose) => isNamedBy(purpose, decision.request.purpose ?? ""))
      .map(({ id }) => id)
      .filter((id) => !decision.purposes.includes(id));
  }

  /** Null where a view follows from more than type, segments and conditions that have bits. */
  static of(decision: Decision, ofPolicy: Conditions | null): UsePlan | null {
    const conditions = Conditions.of(decision.slices, decision.policy, ofPolicy);
    return conditions === null || !areTypeOnly(decision.ceilings) ? null : new UsePlan(decision, conditions);
  }

  /** The table of one type; undefined for a type that can hold no element, of which nothing is ever shown. */
  tableOf(type: string): TypeTable | undefined {
    const known = this.byType.get(type);
    if (known !== undefined || elementsOf(this.decision.policy, type).length === 0) return known;
    return getOrAdd(this.byType, type, () => new TypeTable(this.decision, this.conditions, type));
  }

  /** The ceilings once this slice is lent on top: those of its purpose come along where they are not there yet. */
  ceilingsWith(lent: Slice): readonly Ceiling[] {
    return getOrAdd(this.byPurpose, lent.purpose, () => [
      ...this.decision.ceilings,
      ...missingCeilings(this.decision, [lent]),
    ]);
  }
}

/** The never-ceilings of the purposes that were lent for, where the decision does not have them. */
export function missingCeilings(decision: Decision, lent: readonly Slice[]): readonly Ceiling[] {
  const known = new Set(decision.ceilings.map(({ rule }) => rule));
  return neverCeilings(questionOf(decision, NO_FACTS), lent).filter(({ rule }) => !known.has(rule));
}

/** The question that the decision answered, with these facts. */
export function questionOf({ request, policy, purposes }: Decision, facts: Facts): Question {
  const open = purposes.map((id) => policy.purposes.get(id)).filter((purpose) => purpose !== undefined);
  return { request, policy, facts, index: indexOf(policy), purposes: open };
}
