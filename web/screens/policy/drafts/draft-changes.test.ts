import { describe, expect, it } from "vitest";
import { changesByCell, differingIn, draftedForm, signOf } from "./draft-changes.ts";
import { type CellChange, obstacleFrom } from "./draft-calls.ts";

const cell = (on: string, as: string) => ({
  role: "biller",
  purpose: "billing",
  element: "patient.sex",
  on,
  as,
  segments: [],
  can: ["read"],
  systems: [],
  rule: "role:biller/billing#1",
});

const gained: CellChange = { change: "gained", sentence: "", before: null, after: cell("billable", "keep") };
const lost: CellChange = { change: "lost", sentence: "", before: cell("directory", "keep"), after: null };

describe("the changes of a draft", () => {
  it("F006 stand in the cell of the matrix that they change, whatever the relation", () => {
    const byCell = changesByCell([gained, lost]);
    expect([...byCell]).toEqual([["biller/billing/patient.sex", [gained, lost]]]);
  });

  it.each([
    [[gained], "+"],
    [[lost], "−"],
    [[gained, lost], "±"],
  ])("show more, less, or both", (changes, sign) => {
    expect(signOf(changes)).toBe(sign);
  });

  it("F006 name the rows, groups and columns that they are in, groups in the order of the catalogue", () => {
    const known = [
      { id: "claim.total", group: "claim" },
      { id: "patient.sex", group: "patient" },
    ];
    const { elements, groups, columns } = differingIn([gained, lost], known);
    expect([[...elements], groups, [...columns]]).toEqual([["patient.sex"], ["patient"], ["biller/billing"]]);
  });

  it("F006 tell the form as drafted, for one relation", () => {
    expect(draftedForm([gained, lost], "billable", "drop")).toBe("keep");
    expect(draftedForm([gained, lost], "directory", "keep")).toBe("drop");
    expect(draftedForm([gained, lost], "panel", "mask")).toBe("mask");
  });
});

describe("a change that was not made", () => {
  const problem = { code: "conflict", title: "the draft was changed meanwhile by `ivan`", status: 409 };

  it("F006 tells what others changed since", () => {
    const version = {
      n: 3,
      author: "ivan.itsupport",
      changes: ["lost biller/billing/patient.sex on billable"],
    };
    expect(obstacleFrom(problem, { since: [version] }).since).toEqual([version]);
  });

  it("has empty lists where the answer is no object", () => {
    expect(obstacleFrom(problem, null)).toEqual({ problem, since: [], diagnostics: [], paths: [] });
  });
});
