import { assert, noBias, property, uint8Array } from "fast-check";
import { expect, it } from "vitest";
import type { RecordFacts } from "../catalogue/types.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { decide } from "./decide.ts";
import { explain } from "./explain.ts";
import { readInputs, replay, serializeInputs } from "./replay.ts";
import { randomCall } from "./testing/call.ts";
import { Tape } from "./testing/tape.ts";
import { randomPolicy } from "./testing/world.ts";
import type { AccessRequest, Decision, Facts } from "./types.ts";
import { viewOf } from "./view.ts";

const RUNS = Math.ceil(Number(process.env["FUZZ_RUNS"] ?? 100_000) / 1000);
const CALLS_PER_POLICY = 10;
const TAPE = noBias(uint8Array({ minLength: 4000, maxLength: 4000 }));

it("F013 DEC-EXPL-6 any call that is kept as JSON gives the same decision, view and explanation again", () => {
  const seen = { shown: 0, limited: 0 };
  assert(
    property(TAPE, (bytes) => {
      const tape = new Tape(bytes);
      const policy = randomPolicy(tape, "any");
      for (let n = 0; n < CALLS_PER_POLICY; n++) {
        const { request, facts, records } = randomCall(tape, policy, "any");
        const limited = { ...facts, device: tape.chance(30) ? limitOf(policy) : undefined };
        for (const record of records) {
          const isShown = compare(policy, request, limited, record);
          seen.shown += Number(isShown);
          seen.limited += Number(isShown && limited.device !== undefined);
        }
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  if (RUNS < 100) return;
  expect(seen.shown).toBeGreaterThan(50);
  expect(seen.limited).toBeGreaterThan(5);
});

/** Whether anything of the record is shown, after that was compared. */
function compare(policy: CompiledPolicy, request: AccessRequest, facts: Facts, record: RecordFacts): boolean {
  const inputs = { request, facts, record, elements: [] };
  const text = serializeInputs(inputs, policy);
  const again = readInputs(text, policy);
  const [first, second] = [decide(request, policy, facts), decide(again.request, policy, again.facts)];
  expect(comparable(second)).toEqual(comparable(first));
  const view = viewOf(first, record, facts);
  expect(viewOf(second, again.record, again.facts)).toEqual(view);
  expect(replay(text, policy)).toEqual(explain(request, policy, facts, record, []));
  return view !== null;
}

/** Functions are not compared: what they do, the views compare. */
function comparable({ policy: _policy, ceilings, ...decision }: Decision): object {
  return { ...decision, ceilings: ceilings.map(({ binds: _binds, ...ceiling }) => ceiling) };
}

/** Half of the elements. */
function limitOf({ catalogue }: CompiledPolicy): NonNullable<Facts["device"]> {
  return { why: "unknown", elements: Uint8Array.from(catalogue.elements, ({ index }) => index % 2) };
}
