import { expect, it } from "vitest";
import { createFhirAnswerer } from "./gateway.ts";
import { questionAs } from "./testing/ask.ts";
import { patient, record } from "./testing/charts.ts";
import { memoryUpstream } from "./testing/memory-upstream.ts";
import { depsOf, practice } from "./testing/practice.ts";

const STEP_MS = 60;

/** A visit of a patient whom nobody here has to do with. */
const hidden = record({
  resourceType: "Encounter",
  id: "hidden",
  status: "finished",
  subject: { reference: "Patient/p9" },
});

it.each([
  "/Encounter/hidden",
  "/Encounter/absent",
  "/Encounter/hidden/_history",
  "/Encounter/absent/_history",
  "/Encounter/hidden/_history/1",
  "/Encounter/absent/_history/1",
  "/Encounter/hidden/$everything",
  "/Encounter/absent/$everything",
])("GW-21 F159 answers `%s` at the next step, whether it is hidden or not there", async (target) => {
  const state = practice();
  const upstream = memoryUpstream([patient("p1"), hidden], state.policy.catalogue);
  const ask = createFhirAnswerer(depsOf(state, upstream, { absentStepMs: STEP_MS }));
  const begun = performance.now();
  const { status } = await ask(questionAs("nina", target));
  expect(status).toBe(404);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(STEP_MS - 5);
});
