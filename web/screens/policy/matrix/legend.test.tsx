import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Legend } from "./marks.tsx";

/** Each sign of the legend as drawn, by the words beside it. */
function signsIn(of: "roles" | "purposes"): readonly (readonly [string, string])[] {
  const html = renderToStaticMarkup(<Legend of={of} />);
  return [...html.matchAll(/<li>(.*?)<\/li>/g)].map(([, entry = ""]) => {
    const words = entry.replaceAll(/<span[^>]*>[^<]*<\/span>|<[^>]*>/g, "").trim();
    return [words, /data-shape="(\w+)"/.exec(entry)?.[1] ?? "other"] as const;
  });
}

describe("the legend of the matrix", () => {
  it.each([
    [
      "roles",
      [
        ["shown", "full"],
        ["generalized", "half"],
        ["masked", "veiled"],
        ["pseudonym", "token"],
        ["count", "count"],
        ["not shown", "other"],
        ["how many of a group", "other"],
      ],
    ],
    [
      "purposes",
      [
        ["needed", "full"],
        ["may be asked for, case by case", "ring"],
        ["never", "cross"],
        ["left to the roles", "other"],
        ["how many of a group", "other"],
      ],
    ],
  ] as const)("F006 UX says of %s what each shape means, in words", (of, expected) => {
    expect(signsIn(of)).toEqual(expected);
  });
});
