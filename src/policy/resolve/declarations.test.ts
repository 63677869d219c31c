import { expect, test } from "vitest";
import { purposesByDeclaration } from "./declarations.ts";

const purpose = { declarable: true, caseBound: false };
const declarations = purposesByDeclaration([
  { ...purpose, id: "payment", code: "HPAYMT", parent: undefined },
  { ...purpose, id: "billing", code: "HPAYMT", parent: "payment" },
  { ...purpose, id: "eligibility", code: "ELIGVER", parent: "billing" },
  { ...purpose, id: "claim-support", code: "CLMATTCH", parent: "payment", caseBound: true },
  { ...purpose, id: "treatment", code: "TREAT", parent: undefined },
  { ...purpose, id: "break-glass", code: "BTG", parent: "treatment", declarable: false },
  { ...purpose, id: "employment", code: undefined, parent: undefined },
]);

test("POL-605 an own id stands for the purpose and its standing descendants", () => {
  expect(declarations.get("payment")).toEqual(["billing", "eligibility", "payment"]);
  expect(declarations.get("billing")).toEqual(["billing", "eligibility"]);
  expect(declarations.get("employment")).toEqual(["employment"]);
});

test("F004 POL-605 a code stands for every standing purpose that bears it or lies below one that does", () => {
  expect(declarations.get("HPAYMT")).toEqual(["billing", "eligibility", "payment"]);
  expect(declarations.get("ELIGVER")).toEqual(["eligibility"]);
});

test("POL-605 a code may be qualified with its system", () => {
  const qualified = "http://terminology.hl7.org/CodeSystem/v3-ActReason|HPAYMT";
  expect(declarations.get(qualified)).toEqual(declarations.get("HPAYMT"));
});

test("POL-606 a purpose bound to a case is reached by its own id and code alone", () => {
  const reached = [...declarations].filter(([, ids]) => ids.includes("claim-support")).map(([name]) => name);
  expect(reached).toEqual([
    "CLMATTCH",
    "claim-support",
    "http://terminology.hl7.org/CodeSystem/v3-ActReason|CLMATTCH",
  ]);
});

test("POL-606 a purpose that is never declared is known by its own id, so that the refusal can say why", () => {
  expect(declarations.get("break-glass")).toEqual(["break-glass"]);
  expect(declarations.get("treatment")).toEqual(["treatment"]);
});

test("POL-606 a code that a standing purpose bears does not reach one bound to a case", () => {
  const shared = purposesByDeclaration([
    { ...purpose, id: "billing", code: "HPAYMT", parent: undefined },
    { ...purpose, id: "one-claim", code: "HPAYMT", parent: undefined, caseBound: true },
  ]);
  expect(shared.get("HPAYMT")).toEqual(["billing"]);
});

test("F004 a code that no purpose bears is not known", () => {
  expect(declarations.get("HRESCH")).toBeUndefined();
  expect(declarations.get("constructor")).toBeUndefined();
});
