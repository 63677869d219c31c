import { expect, test } from "vitest";
import { buildPolicy } from "../../decision/testing/policy-builder.ts";
import { TRANSFORMS } from "../../catalogue/transforms.ts";
import { cellsAt } from "./drill-down.ts";

const policy = buildPolicy({
  elements: { "patient.name": ["Patient"], "patient.ssn": ["Patient"] },
  segments: [{ id: "bh" }, { id: "sud" }, { id: "psychotherapy", guard: "authorization" }],
  relations: { clinic: {}, panel: {} },
  purposes: {
    billing: {
      basis: "payment",
      never: ["patient.ssn"],
      neverSegments: ["psychotherapy"],
      disclose: { recipients: ["health-plan"], elements: ["patient.name as mask"] },
      mayAsk: ["patient.name"],
      mayAskSegments: ["sud"],
    },
  },
  roles: {
    biller: {
      jit: ["billing"],
      grants: [
        { purpose: "billing", on: "panel", elements: ["patient.name as mask"], can: ["read", "disclose"] },
        {
          purpose: "billing",
          on: "clinic",
          elements: ["*"],
          segments: ["bh", "psychotherapy"],
          systems: ["ehr"],
        },
      ],
    },
    clerk: { grants: [{ purpose: "billing", on: "clinic", elements: ["patient.name"], can: ["locate"] }] },
  },
  exceptions: [
    {
      id: "e1",
      role: "biller",
      grant: { purpose: "billing", on: "clinic", elements: ["patient.name"] },
      period: { from: 5, until: 9 },
    },
  ],
});

const name = cellsAt(policy, { role: "biller", purpose: "billing", element: "patient.name" });

test("POL-703 shows every grant that names the element, dated ones with their period", () => {
  expect(name?.grants.map(({ rule, on, as, systems, period }) => [rule, on, as, systems, period])).toEqual([
    ["role:biller/billing#1", "panel", "mask", [], null],
    ["role:biller/billing#2", "clinic", "keep", ["ehr"], null],
    ["exception:e1", "clinic", "keep", [], { from: 5, until: 9 }],
  ]);
});

test("POL-703 says of each segment whether it is shown, and what closes it", () => {
  expect(name?.grants[1]?.segments).toEqual([
    { segment: "bh", as: "keep", closedBy: null, guard: "none" },
    { segment: "sud", as: "drop", closedBy: "grant", guard: "none" },
    { segment: "psychotherapy", as: "drop", closedBy: "purpose", guard: "authorization" },
  ]);
});

test("POL-703 names every form for an element that no FHIR resource holds, as a column has no datatype", () => {
  expect(name?.forms).toEqual(TRANSFORMS);
});

test("POL-703 says what the ceiling cuts", () => {
  const ssn = cellsAt(policy, { role: "biller", purpose: "billing", element: "patient.ssn" });
  expect(ssn).toMatchObject({ as: "drop", ceiling: "drop" });
  expect(ssn?.grants.map(({ given, as, cut }) => ({ given, as, cut }))).toEqual([
    { given: "keep", as: "drop", cut: { rule: "ceiling:never/billing", from: "keep", to: "drop" } },
  ]);
});

test("POL-703 says what may leave and to whom, where a grant lets the role disclose", () => {
  expect(name?.disclose).toEqual({
    rule: "purpose:billing/disclose",
    as: "mask",
    recipients: ["health-plan"],
  });
  expect(
    cellsAt(policy, { role: "clerk", purpose: "billing", element: "patient.name" })?.disclose,
  ).toBeNull();
});

test("POL-703 says what the role may ask for, and nothing where it may not ask", () => {
  expect(name?.mayAsk).toEqual({ as: "keep", segments: ["sud"] });
  expect(cellsAt(policy, { role: "clerk", purpose: "billing", element: "patient.name" })?.mayAsk).toBeNull();
});

test("POL-703 a grant to locate shows no element to read", () => {
  const located = cellsAt(policy, { role: "clerk", purpose: "billing", element: "patient.name" });
  expect([located?.as, located?.grants[0]?.as]).toEqual(["drop", "keep"]);
});

test("POL-703 knows no place of a role, purpose or element that the policy lacks", () => {
  expect(cellsAt(policy, { role: "nobody", purpose: "billing", element: "patient.name" })).toBeUndefined();
  expect(cellsAt(policy, { role: "biller", purpose: "nothing", element: "patient.name" })).toBeUndefined();
  expect(cellsAt(policy, { role: "biller", purpose: "billing", element: "patient.nothing" })).toBeUndefined();
});
