import { expect, it } from "vitest";
import { ask, CLINIC, fact, factsOf, reasonsOf } from "./testing/clinic.ts";
import { buildPolicy } from "./testing/policy-builder.ts";

const grants = (on: string) => ({
  watcher: { grants: [{ purpose: "billing", on, elements: ["patient.name"] }] },
});

it.each([
  ["is for watching only", "panel"],
  ["the policy does not define", "unheard-of"],
])("DEC-REL-9 a relation that %s permits nothing", (_, on) => {
  const policy = buildPolicy({ ...CLINIC, roles: grants(on) });
  const facts = factsOf({ relations: [fact(on, "p1")] });
  expect(reasonsOf(ask({ as: "watcher", purpose: "billing" }), facts, policy)).toEqual([
    "purpose_not_permitted",
  ]);
});
