import { describe, expect, it } from "vitest";
import { type HealthRow, summaryOf, worstFirst } from "./health.ts";

function row(id: string, state: HealthRow["state"]): HealthRow {
  return {
    id,
    state,
    title: id,
    area: null,
    found: "",
    next: null,
    since: "2026-05-04T15:00:00Z",
    figures: {},
  };
}

describe("the health in words", () => {
  it("F183 puts first what failed, then what wants attention or is unknown", () => {
    const rows = [
      row("a", "ok"),
      row("b", "unknown"),
      row("c", "attention"),
      row("d", "failed"),
      row("e", "ok"),
    ];
    expect(worstFirst(rows).map(({ id }) => id)).toEqual(["d", "c", "b", "a", "e"]);
  });

  it("F183 counts by state, and leaves out what there is none of", () => {
    expect(summaryOf([row("a", "ok"), row("b", "attention")])).toBe("1 wants attention, 1 ok");
    expect(summaryOf([])).toBe("");
  });
});
