import { describe, expect, test } from "vitest";
import { date, dateTime, dayOf, isWorkday, momentOf, yearsBetween } from "./calendar.ts";
import { Random } from "./random.ts";
import { nationalProviderId } from "./workforce/roster.ts";

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000;

describe("calendar", () => {
  test("the hospital's day is that of its own wall clock", () => {
    expect(date(dayOf(Date.parse("2026-05-05T03:59:00Z")))).toBe("2026-05-04");
    expect(date(dayOf(Date.parse("2026-05-05T04:00:00Z")))).toBe("2026-05-05");
    expect(date(dayOf(Date.parse("2026-01-05T04:59:00Z")))).toBe("2026-01-04");
  });

  test("times bear the offset of daylight saving time in summer alone", () => {
    expect(dateTime(momentOf(day("2026-03-07"), 9, 5))).toBe("2026-03-07T09:05:00-05:00");
    expect(dateTime(momentOf(day("2026-03-08"), 9, 5))).toBe("2026-03-08T09:05:00-04:00");
    expect(dateTime(momentOf(day("2026-10-31"), 9, 5), 7)).toBe("2026-10-31T09:05:07-04:00");
    expect(dateTime(momentOf(day("2026-11-01"), 9, 5))).toBe("2026-11-01T09:05:00-05:00");
  });

  test("weekends are no workdays", () => {
    expect(
      ["2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04"].map((text) => isWorkday(day(text))),
    ).toEqual([true, false, false, true]);
  });

  test("years are full on the birthday", () => {
    expect(yearsBetween(day("2000-05-04"), day("2026-05-03"))).toBe(25);
    expect(yearsBetween(day("2000-05-04"), day("2026-05-04"))).toBe(26);
  });
});

describe("random", () => {
  const five = (seed: string): number[] => {
    const random = new Random(seed);
    return [0, 0, 0, 0, 0].map(() => random.int(0, 999_999));
  };

  test("the same seed draws the same, another seed something else", () => {
    expect(five("a")).toEqual(five("a"));
    expect(five("a")).not.toEqual(five("b"));
  });

  test("a stream does not depend on what was drawn beside it", () => {
    const random = new Random("a");
    const before = random.stream("x").next();
    random.next();
    expect(random.stream("x").next()).toBe(before);
  });

  test("draws are spread evenly", () => {
    const random = new Random("even");
    const counts = [0, 0, 0, 0];
    for (let drawn = 0; drawn < 40_000; drawn++) {
      const bin = random.int(0, 3);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  test("Zipf's law: the first of a list comes twice as often as the second", () => {
    const random = new Random("zipf");
    const drawn = Array.from({ length: 20_000 }, () => random.zipf(["a", "b", "c", "d"]));
    const [first, second] = ["a", "b"].map((name) => drawn.filter((each) => each === name).length);
    expect((first ?? 0) / (second ?? 1)).toBeCloseTo(2, 0);
  });

  test("a sample has no entry twice", () => {
    const drawn = new Random("sample").sample([1, 2, 3, 4, 5], 9);
    expect(drawn.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  });

  test("nothing can be picked from an empty list", () => {
    expect(() => new Random("x").pick([])).toThrow(RangeError);
  });
});

describe("national provider identifiers", () => {
  test("pass the Luhn check over 80840 and their ten digits", () => {
    const npi = nationalProviderId(new Random("npi"));
    const sum = Array.from(`80840${npi}`)
      .toReversed()
      .reduce((total, digit, index) => {
        const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
        return total + (value > 9 ? value - 9 : value);
      }, 0);
    expect(npi).toMatch(/^1\d{9}$/);
    expect(sum % 10).toBe(0);
  });
});
