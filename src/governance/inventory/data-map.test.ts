import { describe, expect, it } from "vitest";
import { DROP, KEEP } from "../../catalogue/transforms.ts";
import { shippedPolicy } from "../../api/testing/practice-api.ts";
import { categoriesOf } from "./categories.ts";
import { dataMapOf, type KnownSystem, type MapAccess, type MapFacts, type MapMatrix } from "./data-map.ts";
import { addedSystem } from "./register.ts";
import { FAX } from "./testing/inventory-store.contract.ts";

const policy = await shippedPolicy();
const matrix = (...rows: readonly MapAccess[]): MapMatrix => ({ rows, ofSegments: new Map() });
const FACTS: MapFacts = {
  systems: [
    {
      id: "upstream",
      name: "FHIR",
      kind: "source",
      owner: null,
      location: "",
      holds: "clinical",
      isRead: true,
      from: [],
    },
    {
      id: "record",
      name: "Record",
      kind: "own",
      owner: null,
      location: "",
      holds: ["record"],
      isRead: true,
      from: ["upstream"],
    },
  ],
  clients: [],
};

function giving(...ids: readonly string[]): MapAccess {
  const transforms = Uint8Array.from(policy.catalogue.elements, ({ id }) => (ids.includes(id) ? KEEP : DROP));
  return { role: "biller", purpose: "billing", transforms, rules: ["role:biller/billing#1"] };
}

describe("the data map", () => {
  it("INV-1 F128 holds twenty categories, each filled by the shipped catalogue and its segments", () => {
    const categories = categoriesOf(policy.catalogue, policy.segments);
    expect(categories.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    expect(categories.filter(({ isMapped }) => !isMapped)).toEqual([]);
    expect(categories.reduce((sum, { elements }) => sum + elements.length, 0)).toBe(
      policy.catalogue.elements.length,
    );
  });

  it("INV-1 F128 tells a category that nothing is mapped to", () => {
    const elements = policy.catalogue.elements.filter(({ category }) => category !== 11);
    const unmapped = categoriesOf({ elements }, []).filter(({ isMapped }) => !isMapped);
    expect(unmapped.map(({ number }) => number)).toEqual([11, 18]);
  });

  it("INV-3 F128 a role stands there for what a rule gives it, out of the system that holds it", () => {
    const { flows } = dataMapOf(
      policy,
      matrix(giving("patient.name", "claim.header", "record.entries")),
      FACTS,
      [],
    );
    const told = flows
      .filter(({ to }) => to === "role:biller")
      .map(({ from, category, elements, purposes, rules }) => [from, category, elements, purposes, rules]);
    const by = [["billing"], ["role:biller/billing#1"]];
    expect(told).toEqual([
      ["upstream", 1, 1, ...by],
      ["upstream", 9, 1, ...by],
      ["record", 20, 1, ...by],
    ]);
  });

  it("INV-3 F128 who is given nothing is no receiver", () => {
    const { receivers } = dataMapOf(policy, matrix(giving()), FACTS, []);
    expect(receivers.filter(({ id }) => id.startsWith("role:"))).toEqual([]);
  });

  it("INV-3 F128 an app receives what the purposes agreed for it give, and no other", () => {
    const app = { id: "a", title: "App", kind: "app", owner: "o" };
    const rows = [giving("patient.name"), { ...giving("claim.header"), purpose: "audit" }];
    const flowsWith = (purposes: readonly string[]) =>
      dataMapOf(policy, matrix(...rows), { ...FACTS, clients: [{ ...app, purposes }] }, [])
        .flows.filter(({ to }) => to === "client:a")
        .map(({ category }) => category);
    expect(flowsWith(["billing"])).toEqual([1]);
    expect(flowsWith([])).toEqual([1, 9]);
  });

  it("INV-3 F128 who is shown records that carry a segment receives sensitive segments", () => {
    const ofSegments = new Map([
      ["hiv", [giving("patient.name")]],
      ["bh", [giving("claim.header")]],
    ]);
    const { flows, systems } = dataMapOf(policy, { rows: [], ofSegments }, FACTS, []);
    const sensitive = flows.filter(({ category }) => category === 18);
    expect(sensitive).toMatchObject([
      { from: "upstream", to: "role:biller", elements: 2, purposes: ["billing"] },
    ]);
    expect(systems[0]?.categories).toContain(18);
  });

  it("INV-3 F128 what rules do not give is given to nobody, though it holds the same", () => {
    const [, record] = FACTS.systems;
    const journal = { ...record, id: "journal", isRead: false } as KnownSystem;
    const facts = { ...FACTS, systems: [journal] };
    const { flows, systems } = dataMapOf(policy, matrix(giving("record.entries")), facts, []);
    expect([flows, systems[0]?.categories]).toEqual([[], [20]]);
  });

  it("INV-4 F128 a recipient outside is one that the rule of a purpose names", () => {
    const { flows, receivers } = dataMapOf(policy, matrix(), FACTS, []);
    const school = flows.filter(({ to }) => to === "recipient:school");
    expect(receivers).toContainEqual({ id: "recipient:school", name: "School", kind: "recipient" });
    expect(school.map(({ category }) => category)).toEqual([1, 12]);
    expect(new Set(school.flatMap(({ rules }) => rules))).toEqual(
      new Set(["purpose:immunization-proof/disclose"]),
    );
  });

  it("INV-4 F129 a flow that a person named is stated, without a rule", () => {
    const { flows, systems } = dataMapOf(policy, matrix(), FACTS, [addedSystem(FAX, "sam.security", 1)]);
    expect(systems.at(-1)).toMatchObject({ id: "stated:fax", kind: "stated", sensitivity: "very-high" });
    const stated = flows.filter(({ basis }) => basis === "stated");
    expect(stated.map(({ to, category, rules }) => [to, category, rules])).toEqual(
      FAX.categories.map((category) => ["stated:Schools", category, []]),
    );
  });

  it("INV-6 F128 a store that is said to be absent or retired is no system", () => {
    const gone = (["absent", "retired"] as const).map((standing, at) =>
      addedSystem({ ...FAX, id: `fax-${at}`, standing }, "sam.security", 1),
    );
    expect(dataMapOf(policy, matrix(), FACTS, gone).systems).toHaveLength(2);
  });
});
