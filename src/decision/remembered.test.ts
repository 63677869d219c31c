import { expect, it } from "vitest";
import { decide } from "./decide.ts";
import { ask, clinic, fact, factsOf, record, reasonsOf } from "./testing/clinic.ts";
import type { AccessRequest } from "./types.ts";
import { viewOf } from "./view.ts";

const billing = ask({ as: "biller", purpose: "billing" });

it("a decision that was taken before is taken for the request at hand", () => {
  decide(billing, clinic, factsOf());
  const later: AccessRequest = {
    ...billing,
    now: billing.now + 1,
    subject: { ...billing.subject, personId: "cory.coder" },
  };
  expect(decide(later, clinic, factsOf()).request).toBe(later);
});

it("decisions that share their slices still see each their own facts and hour", () => {
  const related = factsOf({ relations: [fact("billable", "p1")] });
  const now = decide(billing, clinic, related);
  const later = decide({ ...billing, now: billing.now + 7_200_000 }, clinic, related);
  expect(viewOf(now, record("Patient"), related)).not.toBeNull();
  expect(viewOf(later, record("Patient"), related)).toBeNull();
  expect(viewOf(now, record("Patient"), factsOf())).toBeNull();
});

it.each<[string, Partial<AccessRequest>, string]>([
  ["purpose", { purpose: "treatment" }, "purpose_not_permitted"],
  ["case", { purpose: "claim-support", caseId: null }, "purpose_needs_case"],
  ["capability", { capability: "approve" }, "no_grant"],
  ["act", { act: "disclose" }, "recipient_missing"],
])("a request that differs in its %s is decided anew", (_, change, code) => {
  decide(billing, clinic, factsOf());
  decide({ ...billing, purpose: "claim-support", caseId: "Claim/3" }, clinic, factsOf());
  expect(reasonsOf({ ...billing, ...change }, factsOf())).toEqual([code]);
});

it.each<[string, AccessRequest, AccessRequest]>([
  [
    "a system",
    ask({ as: "support", purpose: "system-support", system: "ehr-test", channel: "console" }),
    ask({ as: "support", purpose: "system-support", system: "ehr", channel: "console" }),
  ],
  [
    "a channel",
    ask({ as: "support", purpose: "system-support", system: "ehr-test", channel: "console" }),
    ask({ as: "support", purpose: "system-support", system: "ehr-test", channel: "fhir" }),
  ],
  ["a role", billing, ask({ as: "nurse", purpose: "billing" })],
  ["an ended account", billing, ask({ as: "biller", purpose: "billing", subject: { active: false } })],
])("a permit is not carried over to %s", (_, permitted, other) => {
  expect(decide(permitted, clinic, factsOf()).outcome).toBe("permit");
  expect(decide(other, clinic, factsOf()).outcome).toBe("deny");
});

it("a purpose that imitates the boundaries of a key is unknown all the same", () => {
  const caseId = "Claim/3";
  decide(ask({ as: "biller", purpose: "claim-support", caseId }), clinic, factsOf());
  expect(reasonsOf(ask({ as: "biller", purpose: `claim-support ${caseId}` }), factsOf())).toEqual([
    "purpose_unknown",
  ]);
});
