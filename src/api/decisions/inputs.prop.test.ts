import { assert, noBias, property, uint8Array } from "fast-check";
import { expect, it } from "vitest";
import type { RecordFacts } from "../../catalogue/types.ts";
import { decide } from "../../decision/decide.ts";
import { explain } from "../../decision/explain.ts";
import { buildRelationIndex } from "../../decision/relation-index.ts";
import { readInputs, replay, serializeInputs } from "../../decision/replay.ts";
import { randomCall } from "../../decision/testing/call.ts";
import { Tape } from "../../decision/testing/tape.ts";
import { randomPolicy } from "../../decision/testing/world.ts";
import type { AccessRequest, ElementView, Facts } from "../../decision/types.ts";
import { viewOf } from "../../decision/view.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { inputsOf } from "./inputs.ts";

const RUNS = Math.ceil(Number(process.env["FUZZ_RUNS"] ?? 100_000) / 250);
const CALLS_PER_POLICY = 10;
const TAPE = noBias(uint8Array({ minLength: 4000, maxLength: 4000 }));

interface Question {
  readonly policy: CompiledPolicy;
  readonly request: AccessRequest;
  readonly facts: Facts;
  readonly record: RecordFacts;
}

/** What of a question, left out, may change what is shown. */
const LOSSES: Readonly<Record<keyof Facts | "segments" | "refs", (of: Question) => Question>> = {
  relations: (of) => ({ ...of, facts: { ...of.facts, relations: buildRelationIndex([]) } }),
  authorizations: (of) => ({ ...of, facts: { ...of.facts, authorizations: [] } }),
  consents: (of) => ({ ...of, facts: { ...of.facts, consents: [] } }),
  restrictions: (of) => ({ ...of, facts: { ...of.facts, restrictions: [] } }),
  grants: (of) => ({ ...of, facts: { ...of.facts, grants: [] } }),
  device: (of) => ({ ...of, facts: { ...of.facts, device: undefined } }),
  segments: (of) => ({ ...of, record: { ...of.record, segments: 0 } }),
  refs: (of) => ({ ...of, record: { ...of.record, refs: [] } }),
};

it("F013 what an explanation is made from shows of any record what the decision shows, replayed as made", () => {
  const mattered = new Set<string>();
  assert(
    property(TAPE, (bytes) => {
      const tape = new Tape(bytes);
      const policy = randomPolicy(tape, "any");
      for (let n = 0; n < CALLS_PER_POLICY; n++) {
        const { request, facts, records } = randomCall(tape, policy, "any");
        const elements = Uint8Array.from(policy.catalogue.elements, ({ index }) => index % 2);
        const device = tape.chance(20) ? { why: "unknown", elements } : undefined;
        for (const record of records)
          compare({ policy, request, facts: { ...facts, device }, record }, mattered);
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  // Some, such as consents, matter too seldom for fewer runs.
  if (RUNS < 1000) return;
  expect([...mattered].toSorted()).toEqual(Object.keys(LOSSES).toSorted());
});

function compare(question: Question, mattered: Set<string>): void {
  const { policy, request, facts, record } = question;
  const decision = decide(request, policy, facts);
  if (decision.outcome === "deny") return;
  const view = viewOf(decision, record, facts);
  const inputs = inputsOf({ decision, facts }, record, []);
  const text = serializeInputs(inputs, policy);
  const again = readInputs(text, policy);
  expect(shown({ policy, ...again })).toEqual(view);
  for (const [part, without] of Object.entries(LOSSES))
    if (!mattered.has(part) && differ(shown(without(question)), view)) mattered.add(part);
  // Who sees nothing of a record is told that it is not there.
  if (view === null) return;
  const replayed = replay(text, policy);
  expect(replayed).toEqual(explain(inputs.request, policy, inputs.facts, inputs.record, []));
  const whole = explain(request, policy, facts, record, []);
  expect(replayed.purposes).toEqual(whole.purposes);
  expect(replayed.sentence).toBe(whole.sentence);
  expect(replayed.elements.map(told)).toEqual(whole.elements.map(told));
}

function shown({ policy, request, facts, record }: Question): ElementView | null {
  return viewOf(decide(request, policy, facts), record, facts);
}

function differ(left: ElementView | null, right: ElementView | null): boolean {
  return JSON.stringify(left) !== JSON.stringify(right);
}

/** Facts about others change which obstacle is told first, and nothing else. */
function told({
  element,
  transform,
  rules,
}: {
  element: string;
  transform: string;
  rules: readonly string[];
}) {
  return { element, transform, rules };
}
