/**
 * The decision beside CASL: 3,342 rules over 20 roles, 12 purposes and 40 types, with hours, relations and approvals.
 * Every contender answers with the mask of the permitted fields, and is checked against what is right first. The other
 * engines are in decision-engines.bench.ts: what they bring into a process slows both sides of these rows unalike.
 */
import { caslDecider, caslInputs } from "../decision-casl.ts";
import {
  GIVEN,
  measureDecisions,
  oursOf,
  REQUESTS,
  requestsOf,
  rules,
  theirsOf,
} from "../decision-ground.ts";
import type { Side } from "../harness/compare.ts";
import type { BenchRow } from "../harness/types.ts";

const casl = (): Promise<Side> =>
  theirsOf("CASL", { inputs: caslInputs(requestsOf(REQUESTS)), decide: caslDecider(rules) });

const CASL_BOUND =
  "step by step in a plain loop: 8 ns find the caller's plan and what it asks, 17 walk the facts, 25 find the view in a table of a quarter of a megabyte, which no first-level cache holds";

const LOOKUP_BOUND =
  "waiting for memory: among 10 people, whose facts a cache holds, the same decision takes 0.08 µs, among 1,000 0.22 (growth/decision-people)";

const COMMON = { unit: "µs" } as const;

export default [
  {
    ...COMMON,
    name: "decision/casl",
    row: "decision, attributes given",
    peer: "CASL `permittedFieldsOf`",
    must: 25,
    aim: 40,
    run: async (settings) => ({
      ...(await measureDecisions({ ours: await oursOf("given"), theirs: await casl() }, settings, [GIVEN])),
      bound: CASL_BOUND,
    }),
  },
  {
    ...COMMON,
    name: "decision/lookup",
    row: "decision with relation and JIT look-up",
    peer: "CASL `permittedFieldsOf`, attributes given",
    must: 4,
    aim: 8,
    run: async (settings) => ({
      ...(await measureDecisions({ ours: await oursOf("lookup"), theirs: await casl() }, settings, [
        "ours finds relation and approval among all that each of 1,000 people has; CASL is given them",
      ])),
      bound: LOOKUP_BOUND,
    }),
  },
  {
    ...COMMON,
    name: "decision/names",
    row: "decision by names with relation look-up: `decide` and `viewOf`",
    peer: "CASL `permittedFieldsOf`, attributes given",
    must: null,
    aim: null,
    run: async (settings) =>
      measureDecisions({ ours: await oursOf("names"), theirs: await casl() }, settings, [
        "as the gateway asks: names in, a vector over the whole catalogue, rules and grants out",
      ]),
  },
] satisfies readonly BenchRow[];
