/** What the benchmarks of the decision share: the rules, the requests, and our side of them. */
import { decideLookedUp, givenDecider, givenQuestions, lookedUpInputs } from "./decision-interned.ts";
import { namesDecider, namesInputs } from "./decision-names.ts";
import { policyOf } from "./decision-policy.ts";
import { cellOf, makeRequests, makeRules } from "./decision-rules.ts";
import type { Asked } from "./decision-rules.ts";
import { type Contender, sideOf, verify } from "./decision-side.ts";
import { compare, type Side } from "./harness/compare.ts";
import type { BenchSettings, Measured } from "./harness/types.ts";

export const REQUESTS = 20_000;
const SEED = 3;

export const rules = makeRules();
export const byCell = new Map(rules.map((rule) => [cellOf(rule), rule]));
export const requestsOf = (count: number): readonly Asked[] => makeRequests(rules, count, SEED);

export const GIVEN = "ours is given ids and packed facts, and judges hours and windows itself";
const WARM = `${REQUESTS.toLocaleString("en-US")} distinct requests in turn, all of them answered and checked once before`;

export type Ours = "given" | "lookup" | "names";

export function oursOf(how: Ours): Promise<Side> {
  const requests = requestsOf(REQUESTS);
  const policy = policyOf(rules);
  const checked = <T>(contender: Contender<T>): Promise<Side> => {
    verify("ours", contender, requests, byCell);
    return sideOf(contender);
  };
  if (how === "given") {
    const places = requests.map((_, at) => at);
    return checked({ inputs: places, decide: givenDecider(givenQuestions(rules, requests, policy)) });
  }
  if (how === "lookup")
    return checked({ inputs: lookedUpInputs(rules, requests, policy), decide: decideLookedUp });
  return checked({ inputs: namesInputs(rules, requests, policy), decide: namesDecider(policy) });
}

export function theirsOf<T>(name: string, contender: Contender<T>, atOnce?: number): Promise<Side> {
  verify(name, contender, requestsOf(contender.inputs.length), byCell);
  return sideOf(contender, atOnce);
}

/** In microseconds a decision. */
export async function measureDecisions(
  sides: { ours: Side; theirs: Side },
  settings: BenchSettings,
  notes: readonly string[],
): Promise<Measured> {
  const measured = await compare(sides, settings, { cost: (seconds) => seconds * 1e6 });
  return { ...measured, notes: [WARM, ...notes] };
}
