/** What every role asks for every purpose it has, of two worlds that look alike to it. */
import { grantedSomewhere, keptEverywhere } from "../../src/decision/reach.ts";
import type { Comparison } from "../../src/gateway/fhir/testing/comparison.ts";
import { createDice } from "../../src/gateway/fhir/testing/dice.ts";
import { createTopic } from "../../src/gateway/fhir/testing/questions/topic.ts";
import { ANY_SCENARIO, questionsAbout } from "../../src/gateway/fhir/testing/scenarios.ts";
import { overgrown } from "../leaks/planting.ts";
import { decisionOf } from "./shipped-setting.ts";
import type { Shipped } from "./shipped-setting.ts";
import { poolsOf, twinWorld } from "./twin-chart.ts";
import type { Pools } from "./twin-chart.ts";

const poolsOfChart = new WeakMap<Shipped, Pools>();

/**
 * The other world holds narratives, contained records, extensions, siblings, displays and metadata everywhere, other
 * hidden values, other hidden records, and a version more of each record.
 */
export function roleScenario(shipped: Shipped, person: string, seed: number, questions: number): Comparison {
  const { chart, world, sessions, setting } = shipped;
  const session = sessions.get(person);
  if (session === undefined) throw new Error(`nobody is \`${person}\``);
  const dice = createDice(seed);
  const pools = poolsOfChart.get(shipped) ?? poolsOf(chart);
  poolsOfChart.set(shipped, pools);
  const twin = twinWorld(world, chart, session, pools, dice);
  const decision = decisionOf(chart, session);
  const share = {
    granted: (type: string) => grantedSomewhere(decision, type),
    kept: (type: string) => keptEverywhere(decision, type),
  };
  const others = [...sessions.keys()].filter((other) => other !== person);
  const topic = createTopic(chart.policy.catalogue, world, share, others);
  return {
    setting,
    person,
    left: { records: world, past: [] },
    right: { records: overgrown(twin), past: twin },
    askings: questionsAbout(dice, topic, { ...ANY_SCENARIO, questions }),
  };
}
