import { describe, expect, it } from "vitest";
import { exceptionsLabel, isFiltered, NO_VIEW, queryOf, searchOf, viewOf } from "./view.ts";

describe("a view of the record", () => {
  it("UX comes back from its address as it was", () => {
    const view = {
      ...NO_VIEW,
      whose: "mine" as const,
      outcome: "deny",
      purpose: "billing",
      from: "2026-05-04",
    };
    expect(viewOf(searchOf(view))).toEqual(view);
  });

  it("UX never keeps a patient in the address", () => {
    expect(viewOf({ patient: "7", outcome: "deny" })).toEqual({ ...NO_VIEW, outcome: "deny" });
    expect(searchOf(viewOf({ patient: "7" }))).toEqual({});
  });

  it("UX keeps a person out of the address too, nor takes one from there: a patient may sign in", () => {
    expect(viewOf({ person: "pat.patient" }).person).toBe("");
    expect(searchOf(viewOf({}, "pat.patient"))).toEqual({});
  });

  it("takes nothing from an address that is not a day, or not a text", () => {
    expect(viewOf({ from: "yesterday", person: 7 })).toEqual(NO_VIEW);
  });

  it("asks for one's own entries where one may not read everyone's, whatever the address says", () => {
    const asked = queryOf({ ...NO_VIEW, person: "bea.biller" }, "", false);
    expect(asked).toEqual({ mine: true });
  });

  it("asks for a person's entries where one may read everyone's", () => {
    expect(queryOf({ ...NO_VIEW, person: "bea.biller", outcome: "deny" }, "", true)).toEqual({
      mine: false,
      person: "bea.biller",
      outcome: "deny",
    });
  });

  it("leaves aside an outcome that there is not", () => {
    expect(queryOf({ ...NO_VIEW, outcome: "maybe" }, "", true)).toEqual({ mine: false });
  });

  it("reads days whole: until is the end of its day", () => {
    const { from, until } = queryOf({ ...NO_VIEW, from: "2026-05-04", until: "2026-05-04" }, "", true);
    expect(Date.parse(until ?? "") - Date.parse(from ?? "")).toBe(24 * 3_600_000);
  });

  it("is filtered by a patient too, but not by whose entries one reads", () => {
    expect([
      isFiltered(NO_VIEW, ""),
      isFiltered({ ...NO_VIEW, whose: "mine" }, ""),
      isFiltered(NO_VIEW, "7"),
    ]).toEqual([false, false, true]);
  });

  it("UX keeps the order in its address, which filters nothing, and asks for it", () => {
    const view = viewOf({ order: "oldest" });
    expect(queryOf(view, "", true)).toEqual({ mine: false, descending: false });
    expect([searchOf(view), isFiltered(view, "")]).toEqual([{ order: "oldest" }, false]);
    expect(viewOf({ order: "newest" })).toEqual(NO_VIEW);
  });

  it("F132 asks for exceptions alone, and keeps that in its address", () => {
    const view = viewOf({ exceptions: "only" });
    expect(queryOf(view, "", true)).toEqual({ mine: false, exceptions: true });
    expect([searchOf(view), isFiltered(view, "")]).toEqual([{ exceptions: "only" }, true]);
    expect(viewOf({ exceptions: "all" })).toEqual(NO_VIEW);
  });

  it("F132 says how many exceptions there are, by kind", () => {
    expect(exceptionsLabel({ breakGlass: 2, jit: 3 })).toBe("5 exceptions: 2 break-glass, 3 just-in-time");
    expect(exceptionsLabel(undefined)).toBe("");
  });
});
