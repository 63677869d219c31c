/**
 * The decision beside other engines: 3,342 rules over 20 roles, 12 purposes and 40 types, with hours, relations and
 * approvals. Every contender answers with the mask of the permitted fields, and is checked against what is right first.
 */
import { caslDecider, caslInputs } from "../decision-casl.ts";
import { casbinDecider, casbinInputs } from "../decision-casbin.ts";
import { cedarDecider, cedarInputs } from "../decision-cedar.ts";
import { cerbosBatches, openCerbos } from "../decision-cerbos.ts";
import type { CerbosServer } from "../decision-cerbos.ts";
import { decideLookedUp, givenDecider, givenQuestions, lookedUpInputs } from "../decision-interned.ts";
import { namesDecider, namesInputs } from "../decision-names.ts";
import { policyOf } from "../decision-policy.ts";
import { cellOf, expectedMask, makeRequests, makeRules } from "../decision-rules.ts";
import { type Contender, sideOf, verify } from "../decision-side.ts";
import { compare, type Side } from "../harness/compare.ts";
import type { BenchRow, BenchSettings, Measured, Skipped } from "../harness/types.ts";

const REQUESTS = 20_000;
/** Distinct requests for a peer that takes long. */
const FEW = 5_000;
const SEED = 3;

const rules = makeRules();
const byCell = new Map(rules.map((rule) => [cellOf(rule), rule]));
const requestsOf = (count: number) => makeRequests(rules, count, SEED);

const GIVEN = "ours is given ids and packed facts, and judges hours and windows itself";
const WARM = `${REQUESTS.toLocaleString("en-US")} distinct requests in turn, all of them answered and checked once before`;

type Ours = "given" | "lookup" | "names";

function oursOf(how: Ours): Side {
  const requests = requestsOf(REQUESTS);
  const policy = policyOf(rules);
  const checked = <T>(contender: Contender<T>): Side => {
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

function theirsOf<T>(name: string, contender: Contender<T>, atOnce?: number): Side {
  verify(name, contender, requestsOf(contender.inputs.length), byCell);
  return sideOf(contender, atOnce);
}

const casl = (): Side =>
  theirsOf("CASL", { inputs: caslInputs(requestsOf(REQUESTS)), decide: caslDecider(rules) });

async function measure(
  sides: { ours: Side; theirs: Side },
  settings: BenchSettings,
  notes: readonly string[],
): Promise<Measured> {
  const measured = await compare(sides, settings, { cost: (seconds) => seconds * 1e6 });
  return { ...measured, notes: [WARM, ...notes] };
}

/** A check holds many requests: each costs its share. */
function cerbosSide(server: CerbosServer): Side {
  const batches = cerbosBatches(requestsOf(FEW));
  let at = 0;
  return {
    async work() {
      const batch = batches[at++ % batches.length];
      return batch === undefined ? 0 : (await server.check(batch)).length;
    },
  };
}

async function verifyCerbos(server: CerbosServer): Promise<void> {
  const requests = requestsOf(FEW);
  for (const batch of cerbosBatches(requests)) {
    const masks = await server.check(batch);
    for (const [n, at] of batch.positions.entries()) {
      const asked = requests[at];
      if (asked === undefined || masks[n] !== expectedMask(byCell, asked))
        throw new Error(`Cerbos decides request ${at} wrongly`);
    }
  }
}

async function besideCerbos(settings: BenchSettings): Promise<Measured | Skipped> {
  const server = await openCerbos(rules);
  if (server === null) return { skipped: "Cerbos is not installed: `npm ci --prefix bench/peers`" };
  try {
    await verifyCerbos(server);
    const sides = { ours: oursOf("given"), theirs: cerbosSide(server) };
    const measured = await measure(sides, settings, [
      GIVEN,
      "Cerbos 0.51.0 over gRPC on loopback, 50 resources a check, each at its share of the round trip",
    ]);
    // What the server spends is not in this process's CPU time.
    return { ...measured, cpuRatio: null };
  } finally {
    await server.close();
  }
}

const CASL_BOUND =
  "the same design as one function by itself took 48 ns a question in the process where this took 63 to 70: V8 no longer inlines all of it, and most of what is left is waiting for memory";

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
      ...(await measure({ ours: oursOf("given"), theirs: casl() }, settings, [GIVEN])),
      bound: CASL_BOUND,
    }),
  },
  {
    ...COMMON,
    name: "decision/cedar",
    row: "decision, attributes given",
    peer: "cedar-wasm, pre-parsed, best slice",
    must: 300,
    aim: 500,
    run: (settings) => {
      const inputs = cedarInputs(rules, requestsOf(FEW));
      const cedar = theirsOf("Cedar", { inputs, decide: cedarDecider(rules) }, 50);
      return measure({ ours: oursOf("given"), theirs: cedar }, settings, [
        GIVEN,
        "cedar-wasm 4.13.0: one request a decision, against the policies of the role, purpose and type alone; the fields follow from the policies that the answer names",
      ]);
    },
  },
  {
    ...COMMON,
    name: "decision/lookup",
    row: "decision with relation and JIT look-up",
    peer: "CASL `permittedFieldsOf`, attributes given",
    must: 4,
    aim: 8,
    run: async (settings) => ({
      ...(await measure({ ours: oursOf("lookup"), theirs: casl() }, settings, [
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
    run: (settings) =>
      measure({ ours: oursOf("names"), theirs: casl() }, settings, [
        "as the gateway asks: names in, a vector over the whole catalogue, rules and grants out",
      ]),
  },
  {
    ...COMMON,
    name: "decision/casbin",
    row: "decision, attributes given",
    peer: "casbin, one enforcer a role and purpose",
    must: null,
    aim: null,
    run: async (settings) => {
      const inputs = casbinInputs(requestsOf(FEW));
      const casbin = theirsOf("casbin", { inputs, decide: await casbinDecider(rules) }, 50);
      return measure({ ours: oursOf("given"), theirs: casbin }, settings, [
        GIVEN,
        "casbin 5.51.1: `enforceExSync` for what stands, and again where something was approved",
      ]);
    },
  },
  {
    ...COMMON,
    name: "decision/cerbos",
    row: "decision, attributes given",
    peer: "Cerbos, batched over gRPC",
    must: null,
    aim: null,
    run: besideCerbos,
  },
] satisfies readonly BenchRow[];
