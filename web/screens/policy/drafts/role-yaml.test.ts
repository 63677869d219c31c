import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { EMPTY_ROLE, isBegun, missingIn, type RoleForm, roleIdOf, roleYaml } from "./role-yaml.ts";

const FORM: RoleForm = {
  title: "Referral clerk",
  tasks: "Send referrals\n\n Answer: [specialists] # soon ",
  why: 'A referral takes the name,\nand nothing more: "really".',
  purpose: "care-coordination",
  elements: ["patient.name", "patient.phone"],
  on: "panel",
  certifiedBy: "manager",
};

describe("a role that is built", () => {
  it("F027 is begun as soon as anything was said of it", () => {
    expect(isBegun(EMPTY_ROLE)).toBe(false);
    const said = [{ title: "R" }, { tasks: "T" }, { why: "W" }, { purpose: "p" }, { on: "panel" }];
    expect(said.filter((one) => !isBegun({ ...EMPTY_ROLE, ...one }))).toEqual([]);
  });

  it("F027 is written with its tasks, elements and scope", () => {
    expect(parse(roleYaml(FORM, "2027-05-01"))).toMatchObject({
      kind: "Role",
      id: "referral-clerk",
      jobFunctions: ["Send referrals", "Answer: [specialists] # soon"],
      grants: [
        {
          purpose: "care-coordination",
          on: "panel",
          can: ["read", "search"],
          elements: ["patient.name", "patient.phone"],
        },
      ],
      recertify: { every: "6mo", by: "manager" },
    });
  });

  it("F027 keeps what was typed a text, whatever it looks like", () => {
    const typed = { ...FORM, why: "no: one\ngrants: [all]" };
    const role = parse(roleYaml(typed, "2027-05-01")) as Record<string, unknown>;
    expect(role["why"]).toBe("no: one grants: [all]");
    expect(role["grants"]).toHaveLength(1);
  });

  it.each([
    ["Referral clerk", "referral-clerk"],
    ["  2nd shift: Nurse!", "nd-shift-nurse"],
    ["***", null],
  ])("%s has the id %s", (title, id) => {
    expect(roleIdOf(title)).toBe(id);
  });

  it("F027 names what is missing, in the order of the form", () => {
    const empty = {
      title: "",
      tasks: " \n",
      why: "",
      purpose: "",
      elements: [],
      on: "",
      certifiedBy: "manager",
    };
    expect(missingIn(empty, [])).toEqual([
      "a title",
      "a task",
      "the reason",
      "a purpose",
      "an element",
      "a relation",
    ]);
    expect(missingIn(FORM, [])).toEqual([]);
  });

  it("F027 never takes the place of a role there is", () => {
    expect(missingIn(FORM, ["biller", "referral-clerk"])).toEqual(["a title that no other role has"]);
  });
});
