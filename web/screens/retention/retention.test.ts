import { describe, expect, it } from "vitest";
import { EMPTY_HOLD, holdLacks, newHold } from "./hold-draft.ts";
import { monthAxis, plotted } from "./months-plot.ts";
import { heldBy, type Month, type Purge, purgeState, type Tombstone, whyNotConfirm } from "./retention.ts";

const month = (id: string, fields: Partial<Month> = {}): Month => ({
  id,
  from: `${id.slice(0, 7)}-01T00:00:00Z`,
  until: `${id.slice(0, 7)}-28T00:00:00Z`,
  entries: 10,
  firstSeq: 1,
  lastSeq: 10,
  place: "database",
  due: null,
  kept: [],
  ...fields,
});
const decided = (by: string) => ({ by, at: "2026-05-04T15:00:00Z" });
const purge = (fields: Partial<Purge> = {}): Purge => ({
  id: "1",
  months: ["2019-05"],
  proposed: { ...decided("priya"), reason: "due" },
  confirmed: null,
  withdrawn: null,
  ...fields,
});

describe("retention as the screen has it", () => {
  it("F135 keeps one from confirming what one proposed, and says why", () => {
    const rights = ["administer", "approve"];
    expect(whyNotConfirm(purge(), { id: "priya", rights })).toContain("You proposed it");
    expect(whyNotConfirm(purge(), { id: "sam", rights })).toBeNull();
    expect(whyNotConfirm(purge(), { id: "sam", rights: ["read"] })).toContain("role");
  });

  it("F135 tells a purge that its proposer withdrew from one that another refused", () => {
    expect(purgeState(purge())).toBe("waiting");
    expect(purgeState(purge({ confirmed: decided("sam") }))).toBe("confirmed");
    expect(purgeState(purge({ withdrawn: decided("priya") }))).toBe("withdrawn");
    expect(purgeState(purge({ withdrawn: decided("sam") }))).toBe("refused");
  });

  it("F135 draws a month in each row that it stands in, and what went too", () => {
    const hold = { code: "hold", ground: "h1", until: null };
    const held = month("2019-05.2", { place: "cold", kept: [hold] });
    const gone: Tombstone = {
      purge: "1",
      month: month("2019-03"),
      rule: "",
      proposedBy: "",
      confirmedBy: "",
      at: "",
      checkpoint: "",
    };
    const points = plotted([held, month("2019-06")], [gone]);
    expect(points.map(({ month: name, standing }) => [name, standing])).toEqual([
      ["2019-03", ["Purged"]],
      ["2019-05", ["Held", "In a sealed file"]],
      ["2019-06", ["May be purged", "In the database"]],
    ]);
    expect(monthAxis(points)).toEqual(["2019-03", "2019-04", "2019-05", "2019-06"]);
    expect(heldBy([held, month("2019-06")], { id: "h1" })).toEqual([held]);
  });

  it("F135 sends no hold that lacks something, and keeps the last day of a period whole", () => {
    const period = { ...EMPTY_HOLD, kind: "period", from: "2026-01-01", reason: " a claim " } as const;
    expect(holdLacks({ ...period, last: "2025-12-31" }).last).toContain("before it begins");
    expect(newHold({ ...period, last: "2025-12-31" })).toBeNull();
    expect(newHold({ ...EMPTY_HOLD, patient: "not/an id", reason: "a" })).toBeNull();
    expect(newHold({ ...period, last: "2026-01-31" })).toEqual({
      scope: { kind: "period", from: "2026-01-01T00:00:00Z", until: "2026-02-01T00:00:00.000Z" },
      reason: "a claim",
    });
  });
});
