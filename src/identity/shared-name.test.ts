import { describe, expect, it } from "vitest";
import { isSharedName } from "./shared-name.ts";

describe("isSharedName", () => {
  const shared = [
    "frontdesk1",
    "front-desk",
    "nurse.station2",
    "er",
    "lab-tech",
    "admin",
    "test.user",
    "billing",
    "nurses",
  ];
  it.each(shared)("F046 takes `%s` for the name of a place or job", (name) => {
    expect(isSharedName(name)).toBe(true);
  });

  const personal = [
    "fran.frontdesk",
    "nina.nurse",
    "vera.vendor",
    "pat.patient",
    "hana.hr",
    "ed.smith",
    "e10234",
    "10234",
    "admire",
  ];
  it.each(personal)("takes `%s` for a person's", (name) => {
    expect(isSharedName(name)).toBe(false);
  });
});
