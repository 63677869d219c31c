import { expect, test } from "vitest";
import { buildPolicy } from "../../decision/testing/policy-builder.ts";
import { cellsOf } from "./cells.ts";

test("F171 POL-700 a cell names the segments in which the grant still shows its element, sorted, and no other", () => {
  const policy = buildPolicy({
    elements: { "claim.header": ["Claim"], "claim.lines": ["Claim"], "claim.notes": ["Claim"] },
    segments: [{ id: "sud" }, { id: "hiv" }, { id: "bh" }],
    relations: { clinic: {} },
    purposes: { billing: { basis: "payment", neverSegments: ["hiv"] } },
    roles: {
      biller: {
        grants: [
          {
            purpose: "billing",
            on: "clinic",
            elements: ["claim.*"],
            segments: { "claim.header": ["sud", "hiv", "bh"], "claim.lines": ["sud"] },
          },
        ],
      },
    },
  });
  expect(cellsOf(policy).map(({ element, segments }) => [element, segments])).toEqual([
    ["claim.header", ["bh", "sud"]],
    ["claim.lines", ["sud"]],
    ["claim.notes", []],
  ]);
});
