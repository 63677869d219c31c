import { describe, expect, it } from "vitest";
import { echartsTheme } from "./plot-theme.ts";

describe("the theme of plots", () => {
  it("UX draws the lines of every axis in the token, also where a plot alone turns them on", () => {
    const theme = echartsTheme({
      ink: "i",
      inkSoft: "s",
      hairline: "h",
      surface: "u",
      accent: "a",
      permit: "p",
      deny: "d",
      caution: "c",
      series: [],
      font: "f",
    });
    const line = { splitLine: { lineStyle: { color: "h" } } };
    expect(theme).toMatchObject({ categoryAxis: line, valueAxis: line, logAxis: line, timeAxis: line });
  });
});
