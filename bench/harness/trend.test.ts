import { describe, expect, it } from "vitest";
import { isFlat, trendOf } from "./trend.ts";

/** One sample every ten seconds of ten minutes. */
const samplesOf = (rss: (second: number) => number) =>
  Array.from({ length: 60 }, (_, at) => ({ second: at * 10, rss: rss(at * 10), heap: 0 }));

const wave = (second: number): number => 20 * Math.sin(second);

describe("the trend of memory", () => {
  it("F169 is the slope in MiB an hour", () => {
    const { slope, noise } = trendOf(
      samplesOf((second) => 100 + second / 36),
      "rss",
    );
    expect(slope).toBeCloseTo(100);
    expect(noise).toBeCloseTo(0);
  });

  it("F169 is flat where it only goes up and down", () => {
    expect(
      isFlat(
        samplesOf((second) => 200 + wave(second)),
        "rss",
      ),
    ).toBe(true);
  });

  it("F169 is flat where it falls", () => {
    expect(
      isFlat(
        samplesOf((second) => 200 - second / 10),
        "rss",
      ),
    ).toBe(true);
  });

  it("F169 is not flat where a leak stands out of the noise", () => {
    expect(
      isFlat(
        samplesOf((second) => 200 + second / 10 + wave(second)),
        "rss",
      ),
    ).toBe(false);
  });

  it("F169 is not flat where nothing was measured", () => {
    expect(isFlat([], "rss")).toBe(false);
  });
});
