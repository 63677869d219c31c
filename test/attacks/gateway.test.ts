import { describe, expect, it } from "vitest";
import type { Caller } from "../../src/identity/types.ts";
import { createFhirAnswerer } from "../../src/gateway/fhir/gateway.ts";
import { questionAs, reasonIn, totalIn } from "../../src/gateway/fhir/testing/ask.ts";
import { memoryUpstream } from "../../src/gateway/fhir/testing/memory-upstream.ts";
import { depsOf, practice } from "../../src/gateway/fhir/testing/practice.ts";

function gateway() {
  const state = practice();
  const upstream = memoryUpstream([], state.policy.catalogue);
  return { state, upstream, answer: createFhirAnswerer(depsOf(state, upstream)) };
}

describe("ids that are paths", () => {
  it.each([".", "..", "%2e", "%2e%2e", "..%2fObservation%2f1", "p1%2f..%2fp2", "p1%00", "p1%0d%0aX:y"])(
    "GW-21 F159 `Patient/%s` is absent, and never becomes a path of the upstream",
    async (id) => {
      const { upstream, answer } = gateway();
      const reply = await answer(questionAs("nina", `/Patient/${id}`));
      const absent = await answer(questionAs("nina", "/Patient/nobody"));
      expect(reply.status).toBe(404);
      expect(reply.body).toEqual(absent.body);
      expect(upstream.asked).toEqual(["Patient/nobody"]);
    },
  );
});

describe("searches that cost more than they say", () => {
  const many = (count: number, value: string): string => Array.from({ length: count }, () => value).join(",");

  it.each([
    ["alternatives", `code:text=${many(501, "z")}`],
    ["conjuncts", Array.from({ length: 501 }, () => "code=1").join("&")],
    ["sort keys", `_sort=${many(501, "date")}`],
  ])("GW-43 F159 more than 500 %s are refused before the upstream is asked", async (_what, query) => {
    const { upstream, answer } = gateway();
    const reply = await answer(questionAs("nina", `/Observation?${query}`));
    expect(reply.status).toBe(400);
    expect(reasonIn(reply)).toBe("bad_request");
    expect(upstream.asked).toEqual([]);
  });

  it("GW-43 500 alternatives are answered", async () => {
    const { answer } = gateway();
    expect((await answer(questionAs("nina", `/Observation?code=${many(500, "1")}`))).status).toBe(200);
  });
});

describe("relation facts that grow old", () => {
  const record = { resourceType: "Patient", id: "p1", name: [{ family: "Alder" }] };
  const HOUR = 3_600_000;

  /** The facts were read when the day began, and never again: the upstream's relations do not answer. */
  async function askAfter(wait: number) {
    const state = practice();
    const { facts } = state.pipeline;
    const readOnce = await facts({ person: { id: "nina" } } as Caller, state.policy);
    state.clock += wait;
    const pipeline = { ...state.pipeline, facts: async () => readOnce };
    const answer = createFhirAnswerer({
      ...depsOf(state, memoryUpstream([record], state.policy.catalogue)),
      pipeline,
    });
    const ask = (target: string) => answer(questionAs("nina", target));
    return {
      read: await ask("/Patient/p1"),
      absent: await ask("/Patient/nobody"),
      found: await ask("/Patient"),
    };
  }

  it("F009 F159 up to their bound they open what they relate to", async () => {
    const { read, found } = await askAfter(HOUR);
    expect([read.status, totalIn(found)]).toEqual([200, 1]);
  });

  it("F009 F159 after it everything related is as absent as what is not there", async () => {
    const { read, absent, found } = await askAfter(HOUR + 1);
    expect([read.status, read.body]).toEqual([404, absent.body]);
    expect([found.status, totalIn(found)]).toEqual([200, 0]);
  });
});

describe("how long an absent record takes", () => {
  it("GW-21 F159 a read that finds nothing answers no sooner than its step, hidden or absent", async () => {
    const state = practice();
    const stranger = { resourceType: "Patient", id: "p9", name: [{ family: "Alder" }] };
    const answer = createFhirAnswerer({
      ...depsOf(state, memoryUpstream([stranger], state.policy.catalogue)),
      absentStepMs: 60,
    });
    for (const id of ["p9", "nobody"]) {
      const start = performance.now();
      expect((await answer(questionAs("nina", `/Patient/${id}`))).status).toBe(404);
      expect(performance.now() - start).toBeGreaterThanOrEqual(58);
    }
  });
});
