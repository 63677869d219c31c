import fc from "fast-check";
import { grantedSomewhere } from "../../../decision/reach.ts";
import { decisionOf } from "./comparison.ts";
import type { Scenario } from "./comparison.ts";
import { practice } from "./practice.ts";
import { askingArbitrary } from "./questions.ts";
import { changesArbitrary } from "./twins.ts";
import { worldArbitrary } from "./worlds.ts";

const PEOPLE_ASKING = ["nina", "bea", "ana", "sue", "pat"] as const;
const QUESTIONS = 20;

/** A person of the practice, two worlds alike to them, and what they ask. */
export const scenarioArbitrary: fc.Arbitrary<Scenario> = fc.constantFrom(...PEOPLE_ASKING).chain((person) => {
  const { decision } = decisionOf(person);
  const asking = askingArbitrary(practice().policy, (type) => grantedSomewhere(decision, type));
  return fc.record({
    person: fc.constant(person),
    world: worldArbitrary,
    changes: changesArbitrary,
    askings: fc.array(asking, { minLength: 1, maxLength: QUESTIONS, size: "max" }),
  });
});
