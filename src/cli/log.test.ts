import { describe, expect, it } from "vitest";
import { changesShown, patientsShown } from "./log.ts";

const FIVE = ["a", "b", "c", "d", "e"];

describe("modicum log search", () => {
  it("counts the rest of many patients in a table, so that its lines stay readable", () => {
    expect(patientsShown(FIVE, "table")).toEqual(["a", "b", "c", "+2"]);
  });

  it("names every patient in CSV and JSON, which machines read", () => {
    expect(patientsShown(FIVE, "csv")).toEqual(FIVE);
    expect(patientsShown(FIVE, "json")).toEqual(FIVE);
  });

  it("F006 counts changes in a table, and names each in CSV", () => {
    expect(changesShown(FIVE, "table")).toBe("5");
    expect(changesShown(FIVE, "csv")).toBe("a; b; c; d; e");
  });
});
