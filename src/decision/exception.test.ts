import { expect, it } from "vitest";
import { decide } from "./decide.ts";
import { ask, CLINIC, fact, factsOf, HOUR, NOW, reasonsOf, record, shown } from "./testing/clinic.ts";
import type { GrantSpec } from "./testing/policy-builder.ts";
import { buildPolicy } from "./testing/policy-builder.ts";

const grant: GrantSpec = { purpose: "billing", on: "billable", elements: ["observation.laboratory"] };
const facts = factsOf({ relations: [fact("billable", "p1")] });
const request = ask({ as: "biller", purpose: "billing" });

function excepting(period: { from: number; until: number }, of = grant) {
  return buildPolicy({ ...CLINIC, exceptions: [{ id: "cut-over", role: "biller", grant: of, period }] });
}

it.each([
  ["within its period", NOW, NOW + 1, true],
  ["before it", NOW + 1, NOW + 2, false],
  ["at its end exactly", NOW - HOUR, NOW, false],
])("F010 DEC-TMP-9 a dated exception gives its elements %s", (_, from, until, visible) => {
  expect(shown(request, facts, record("Observation"), excepting({ from, until })) !== null).toBe(visible);
});

it("DEC-TMP-9 a slice of a dated exception carries its rule and its end", () => {
  const decision = decide(request, excepting({ from: NOW, until: NOW + HOUR }), facts);
  const slice = decision.slices.find(({ rule }) => rule === "exception:cut-over");
  expect(slice?.expires).toBe(NOW + HOUR);
});

it("DEC-TMP-9 when only the end stands in the way, the reason is `grant_expired`", () => {
  const policy = excepting({ from: NOW - HOUR, until: NOW }, { ...grant, can: ["locate"] });
  const locate = ask({ as: "biller", purpose: "billing", capability: "locate" });
  expect(reasonsOf(locate, facts, policy)).toEqual(["grant_expired"]);
});
