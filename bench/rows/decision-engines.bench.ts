/** The decision beside engines of policies, by the rules and requests of decision.bench.ts. */
import { casbinDecider, casbinInputs } from "../decision-casbin.ts";
import { cedarDecider, cedarInputs } from "../decision-cedar.ts";
import { cerbosBatches, openCerbos } from "../decision-cerbos.ts";
import type { CerbosServer } from "../decision-cerbos.ts";
import { byCell, GIVEN, measureDecisions, oursOf, requestsOf, rules, theirsOf } from "../decision-ground.ts";
import { expectedMask } from "../decision-rules.ts";
import type { Side } from "../harness/compare.ts";
import type { BenchRow, BenchSettings, Measured, Skipped } from "../harness/types.ts";

/** Distinct requests for a peer that takes long. */
const FEW = 5_000;

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
    const sides = { ours: await oursOf("given"), theirs: cerbosSide(server) };
    const measured = await measureDecisions(sides, settings, [
      GIVEN,
      "Cerbos 0.51.0 over gRPC on loopback, 50 resources a check, each at its share of the round trip",
    ]);
    // What the server spends is not in this process's CPU time.
    return { ...measured, cpuRatio: null };
  } finally {
    await server.close();
  }
}

const COMMON = { row: "decision, attributes given", unit: "µs" } as const;

export default [
  {
    ...COMMON,
    name: "decision/cedar",
    peer: "cedar-wasm, pre-parsed, best slice",
    must: 300,
    aim: 500,
    run: async (settings) => {
      const inputs = cedarInputs(rules, requestsOf(FEW));
      const cedar = await theirsOf("Cedar", { inputs, decide: cedarDecider(rules) }, 50);
      return measureDecisions({ ours: await oursOf("given"), theirs: cedar }, settings, [
        GIVEN,
        "cedar-wasm 4.13.0: one request a decision, against the policies of the role, purpose and type alone; the fields follow from the policies that the answer names",
      ]);
    },
  },
  {
    ...COMMON,
    name: "decision/casbin",
    peer: "casbin, one enforcer a role and purpose",
    must: null,
    aim: null,
    run: async (settings) => {
      const inputs = casbinInputs(requestsOf(FEW));
      const casbin = await theirsOf("casbin", { inputs, decide: await casbinDecider(rules) }, 50);
      return measureDecisions({ ours: await oursOf("given"), theirs: casbin }, settings, [
        GIVEN,
        "casbin 5.51.1: `enforceExSync` for what stands, and again where something was approved",
      ]);
    },
  },
  {
    ...COMMON,
    name: "decision/cerbos",
    peer: "Cerbos, batched over gRPC",
    must: null,
    aim: null,
    run: besideCerbos,
  },
] satisfies readonly BenchRow[];
