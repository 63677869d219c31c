import { expect, it } from "vitest";
import { createFhirAnswerer } from "./gateway.ts";
import type { HttpQuestion } from "./question.ts";
import { wary } from "./strangers.ts";
import { memoryUpstream } from "./testing/memory-upstream.ts";
import { memoryWrites } from "./testing/memory-writes.ts";
import { depsOf, practice } from "./testing/practice.ts";

const LONG = Buffer.from(JSON.stringify({ resourceType: "Task", note: "a".repeat(100_000) }));

/** A write of 100 kB by this sender, with how many bytes of its body were let in. */
async function write(authorization: string | undefined, length: string | undefined) {
  const state = practice();
  const read: number[] = [];
  const question: HttpQuestion = {
    method: "POST",
    target: "/fhir/Task",
    headers: { authorization, "content-length": length, "content-type": "application/fhir+json" },
    body: async (limit) => {
      read.push(limit);
      return LONG.length > limit ? null : LONG;
    },
  };
  const writes = memoryWrites({ get: () => null, put: () => {} });
  const deps = depsOf(state, memoryUpstream([], state.policy.catalogue), { writes });
  const { status } = await createFhirAnswerer(deps)(wary(question, deps.pipeline));
  return { status, read };
}

it.each([
  ["says how long it is", String(LONG.length)],
  ["does not say how long it is", undefined],
])("GW-182 F159 of a stranger no long body is read that %s", async (_, length) => {
  expect(await write("Bearer nobody", length)).toEqual({ status: 401, read: [64 * 1024] });
});

it("GW-182 F159 of who is known a long body is read", async () => {
  const { read } = await write("Bearer nina", String(LONG.length));
  expect(read).toEqual([4 * 1024 * 1024]);
});
