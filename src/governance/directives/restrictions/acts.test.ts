import { describe, expect, it } from "vitest";
import { fixedClock } from "../../../kernel/clock.ts";
import { memoryDirectiveStore } from "../testing/memory-directive-store.ts";
import { isInForce } from "./acts.ts";
import { createRestrictionDesk, type NewRestriction, type RestrictionDesk } from "./desk.ts";
import { restrictionFactOf } from "./facts.ts";
import type { PatientRestriction, RestrictionTerms } from "./types.ts";

const NOW = Date.parse("2026-05-04T15:00:00Z");
const DAY = 86_400_000;
const ID = "0196a2f0-0000-7000-8000-000000000001";
const PRIYA = "priya.privacy";

const TERMS: RestrictionTerms = {
  kind: "agreed",
  refs: ["Encounter/7"],
  recipientClasses: ["health-plan"],
  bases: [],
  elements: [],
  from: null,
  until: null,
};
const SELF_PAY: RestrictionTerms = { ...TERMS, kind: "self-pay", refs: ["Claim/3"], recipientClasses: [] };

function asking(terms: RestrictionTerms): NewRestriction {
  return { id: ID, patientId: "p1", terms, note: "by letter" };
}

function newDesk(): RestrictionDesk {
  return createRestrictionDesk(memoryDirectiveStore(), fixedClock(NOW));
}

async function known(desk: RestrictionDesk): Promise<PatientRestriction> {
  const found = await desk.find(ID);
  if (found === undefined) throw new Error("nothing is kept");
  return found;
}

describe("a restriction that may be refused", () => {
  it("F101 binds once it is accepted, and not before, 164.522(a)(1)(iii)", async () => {
    const desk = newDesk();
    await desk.request(asking(TERMS), "harper.release");
    expect(isInForce(await known(desk), NOW)).toBe(false);
    expect(await desk.accept(ID, PRIYA)).toMatchObject({ kind: "changed" });
    const agreed = await known(desk);
    expect(isInForce(agreed, NOW)).toBe(true);
    expect(agreed.acts.map(({ kind, by }) => [kind, by])).toEqual([
      ["request", "harper.release"],
      ["accept", PRIYA],
    ]);
  });

  it("F101 is refused with a reason, and cannot be accepted afterwards", async () => {
    const desk = newDesk();
    await desk.request(asking(TERMS), PRIYA);
    await desk.refuse(ID, PRIYA, "we cannot keep it apart");
    expect((await known(desk)).acts.at(-1)).toMatchObject({
      kind: "refuse",
      note: "we cannot keep it apart",
    });
    expect(await desk.accept(ID, PRIYA)).toMatchObject({
      kind: "refused",
      refusal: { code: "not_in_this_state" },
    });
  });

  it("F101 ends when the individual ends it, 164.522(a)(2)", async () => {
    const desk = newDesk();
    await desk.request(asking(TERMS), PRIYA);
    await desk.accept(ID, PRIYA);
    await desk.terminate(ID, PRIYA, "individual-wrote");
    expect(isInForce(await known(desk), NOW)).toBe(false);
    expect(await desk.terminate(ID, PRIYA, "individual-wrote")).toMatchObject({ kind: "refused" });
  });

  it.each([
    ["before it begins", { from: NOW + DAY, until: null }, false],
    ["from its beginning", { from: NOW, until: NOW + DAY }, true],
    ["at its end", { from: null, until: NOW }, false],
  ])("F101 %s: in force or not", async (_, period, expected) => {
    const desk = newDesk();
    await desk.request(asking({ ...TERMS, ...period }), PRIYA);
    await desk.accept(ID, PRIYA);
    expect(isInForce(await known(desk), NOW)).toBe(expected);
  });
});

describe("a restriction for what was paid in full", () => {
  it("F101 is in force at once, and binds plans for payment and operations, 164.522(a)(1)(vi)", async () => {
    const desk = newDesk();
    await desk.request(asking({ ...SELF_PAY, bases: ["treatment"], recipientClasses: ["provider"] }), PRIYA);
    const kept = await known(desk);
    expect(isInForce(kept, NOW)).toBe(true);
    expect(kept.terms).toMatchObject({ recipientClasses: ["health-plan"], bases: ["payment", "operations"] });
  });

  it("F101 cannot be refused", async () => {
    const desk = newDesk();
    await desk.request(asking(SELF_PAY), PRIYA);
    expect(await desk.refuse(ID, PRIYA, "no")).toMatchObject({ refusal: { code: "self_pay_binding" } });
    expect(isInForce(await known(desk), NOW)).toBe(true);
  });

  it.each([
    ["names no item", { refs: [] }, "self_pay_without_item"],
    ["restricts a part alone", { elements: ["claim.total"] }, "self_pay_narrowed"],
    ["has an end", { until: NOW + DAY }, "self_pay_narrowed"],
  ])("F101 is not taken when it %s", async (_, part, code) => {
    const desk = newDesk();
    const outcome = await desk.request(asking({ ...SELF_PAY, ...part }), PRIYA);
    expect(outcome).toMatchObject({ kind: "refused", refusal: { code } });
    expect(await desk.find(ID)).toBeUndefined();
  });
});

describe("registering", () => {
  it("F101 the same twice is one; another under the same id is a conflict", async () => {
    const desk = newDesk();
    const kinds = [
      await desk.request(asking(TERMS), PRIYA),
      await desk.request(asking(TERMS), "harper.release"),
      await desk.request(asking({ ...TERMS, refs: [] }), PRIYA),
      await desk.request({ ...asking(TERMS), patientId: "p2" }, PRIYA),
    ].map(({ kind }) => kind);
    expect(kinds).toEqual(["changed", "unchanged", "conflict", "conflict"]);
    expect(await desk.list({ limit: 9 })).toHaveLength(1);
  });

  it("F101 lists by status", async () => {
    const desk = newDesk();
    await desk.request(asking(SELF_PAY), PRIYA);
    await desk.request({ ...asking(TERMS), id: ID.replace(/1$/, "2") }, PRIYA);
    const listed = await Promise.all(
      (["requested", "agreed", "refused"] as const).map((status) => desk.list({ status, limit: 9 })),
    );
    expect(listed.map((found) => found.map(({ id }) => id.at(-1)))).toEqual([["2"], ["1"], []]);
  });

  it("F101 a period that ends before it begins is not taken", async () => {
    const outcome = await newDesk().request(asking({ ...TERMS, from: NOW, until: NOW }), PRIYA);
    expect(outcome).toMatchObject({ kind: "refused", refusal: { code: "period_empty" } });
  });
});

describe("what a decision reads", () => {
  const catalogue = (names: Readonly<Record<string, readonly number[]>>) =>
    ({ elements: [{}, {}, {}], select: (name: string) => names[name] }) as unknown as Parameters<
      typeof restrictionFactOf
    >[1];
  const restricting = (...elements: readonly string[]): PatientRestriction => ({
    id: ID,
    patientId: "p1",
    terms: { ...TERMS, elements },
    acts: [{ n: 1, kind: "request", by: PRIYA, at: NOW, note: null }],
  });

  it.each([
    ["all, when it names no element", [], [0, 0, 0]],
    ["what it names", ["a.*"], [0, 0, 4]],
    ["all, when the catalogue has the name no longer", ["a.*", "gone"], [0, 0, 0]],
  ])("F101 a restriction takes %s", (_, elements, left) => {
    const fact = restrictionFactOf(restricting(...elements), catalogue({ "a.*": [0, 1] }));
    expect([...fact.elements].map((code) => (code === 0 ? 0 : 4))).toEqual(left);
  });
});
