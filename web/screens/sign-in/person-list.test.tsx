import { describe, expect, it } from "vitest";
import { matches } from "./person-list.tsx";

const bea = { id: "bea.biller", displayName: "Bea Biller", roleTitle: "Biller", purpose: "billing" };

describe("finding a person of the demo", () => {
  it.each([
    ["", true],
    ["bea", true],
    ["biller be", true],
    ["bea nurse", false],
  ])("%j finds the biller: %s", (text, found) => {
    expect(matches(bea, text)).toBe(found);
  });
});
