import { expect, test } from "vitest";
import { sharedHospital } from "../../demo/testing/shared-hospital.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import type { FhirProjection, Projected } from "../../src/projection/types.ts";
import { plantedChart } from "./chart.ts";
import { differenceOf, strayLeaves, trialOf } from "./checks.ts";
import { shippedPolicy } from "./sessions.ts";
import { throughNdjson } from "./through-files.ts";

const policy = await shippedPolicy();
const { resources, landmarks } = sharedHospital();
const few = resources.filter(
  ({ id }) => id === "patient-pat" || id === landmarks.assignedClaim.split("/")[1],
);
const chart = plantedChart(policy, few, landmarks.assignedClaim);
const session = { role: "biller", purpose: "billing", patientId: null };

/** A projection with a fault seeded into what it shows. */
function faulty(fault: (shown: JsonObject, original: JsonObject) => JsonObject): FhirProjection {
  return {
    project: (resource, elements, context): Projected => {
      const projected = chart.projection.project(resource, elements, context);
      const { resource: shown } = projected;
      return { ...projected, resource: shown === null ? null : fault(shown, resource) };
    },
  };
}

const LEAKS: Readonly<Record<string, (shown: JsonObject, original: JsonObject) => JsonObject>> = {
  "the narrative": (shown, original) => ({ ...shown, text: original["text"] }),
  "an unknown extension": (shown, original) => ({ ...shown, extension: original["extension"] }),
  "a sibling of a primitive": (shown, original) => ({
    ...shown,
    _status: original["_status"] ?? original["_gender"],
  }),
  "what is contained": (shown, original) => ({ ...shown, contained: original["contained"] }),
  "a withheld element": (shown, original) => ({ ...shown, maritalStatus: original["maritalStatus"] }),
};

test.each(Object.entries(LEAKS))("F160 the canaries tell when %s comes out", async (_, fault) => {
  const { expected } = await trialOf(chart, session);
  const bytes = await throughNdjson({ ...chart, projection: faulty(fault) }, session);
  expect(differenceOf(bytes, expected, chart).leaked).not.toEqual([]);
});

test("F008 the canaries tell when an element that is given is lost", async () => {
  const { expected } = await trialOf(chart, session);
  const lossy = faulty((shown) => ({ ...shown, name: undefined }));
  const bytes = await throughNdjson({ ...chart, projection: lossy }, session);
  expect(differenceOf(bytes, expected, chart).missing.join()).toContain("Patient.name");
});

test("F008 the leaves tell when a code without a canary comes out", async () => {
  const { expected } = await trialOf(chart, session);
  const leaky = faulty((shown, original) => ({ ...shown, active: original["active"] }));
  const bytes = await throughNdjson({ ...chart, projection: leaky }, session);
  expect(JSON.stringify(strayLeaves(bytes, expected))).toContain("Patient.active=true");
});
