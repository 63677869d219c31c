import { describe, expect, it } from "vitest";
import { filtersOf, isNarrowed, NO_SUMMARY_VIEW, searchOfSummary, summaryViewOf } from "./summary-view.ts";
import { talliesText } from "./summaries.ts";

describe("a view of a summary", () => {
  it("UX comes back from its address as it was", () => {
    const view = { ...NO_SUMMARY_VIEW, person: "bea.biller", way: "jit", from: "2026-05-04" };
    expect(summaryViewOf(searchOfSummary(view), view.person)).toEqual(view);
  });

  it("UX never keeps a patient or a person in the address, nor takes one from there", () => {
    const search = { patient: "7", person: "pat.patient", purpose: "billing" };
    expect(summaryViewOf(search).person).toBe("");
    expect(searchOfSummary(summaryViewOf(search, "pat.patient"))).toEqual({ purpose: "billing" });
  });

  it("takes nothing from an address that is no day and no way", () => {
    expect(summaryViewOf({ from: "yesterday", way: "stolen", person: 7 })).toEqual(NO_SUMMARY_VIEW);
  });

  it("asks for whole days in the zone of the browser", () => {
    const { from, until, zone } = filtersOf(
      { ...NO_SUMMARY_VIEW, from: "2026-05-04", until: "2026-05-04" },
      "America/Chicago",
    );
    expect(Date.parse(until ?? "") - Date.parse(from ?? "")).toBe(24 * 3_600_000);
    expect(zone).toBe("America/Chicago");
  });

  it("is not narrowed by whom it is about", () => {
    expect([
      isNarrowed({ ...NO_SUMMARY_VIEW, person: "x" }),
      isNarrowed({ ...NO_SUMMARY_VIEW, way: "jit" }),
    ]).toEqual([false, true]);
  });

  it("says how many of each, unless there is one kind alone", () => {
    const [one, two] = [
      { name: "billing", entries: 3 },
      { name: "treatment", entries: 1_200 },
    ];
    expect([talliesText([one]), talliesText([two, one])]).toEqual(["billing", "treatment 1,200, billing 3"]);
  });
});
