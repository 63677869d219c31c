// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { attributesOf, chooseTheme, storedTheme } from "./theme.ts";

const calm = { dark: false, moreContrast: false };

beforeEach(() => localStorage.clear());

describe("the theme", () => {
  it.each([
    ["system", calm, { scheme: "light", contrast: null }],
    ["system", { dark: true, moreContrast: true }, { scheme: "dark", contrast: "more" }],
    ["light", { dark: true, moreContrast: true }, { scheme: "light", contrast: null }],
    ["dark", calm, { scheme: "dark", contrast: null }],
    ["contrast", calm, { scheme: "light", contrast: "more" }],
    ["contrast", { dark: true, moreContrast: false }, { scheme: "dark", contrast: "more" }],
  ] as const)("UX shows %s, where the system asks for %o, as %o", (theme, system, shown) => {
    expect(attributesOf(theme, system)).toEqual(shown);
  });

  it("is the system's until one is chosen", () => {
    expect(storedTheme()).toBe("system");
  });

  it("is kept in this browser", () => {
    chooseTheme("contrast");
    expect([storedTheme(), document.documentElement.dataset["contrast"]]).toEqual(["contrast", "more"]);
  });

  it("is the system's when something else was stored", () => {
    localStorage.setItem("modicum.theme", "sepia");
    expect(storedTheme()).toBe("system");
  });
});
