import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { DraftDiff } from "./draft-calls.ts";
import { OtherChanges } from "./other-changes.tsx";

type Other = NonNullable<DraftDiff["others"]>[number];

function other(fields: Partial<Other>): Other {
  const place = { kind: "purpose", id: "billing", field: "disclose.to" };
  return { ...place, was: [], is: [], bearing: "opens", ...fields };
}

/** The text of each cell under the head, row by row. */
function rowsOf(...others: readonly Other[]): readonly (readonly string[])[] {
  const html = renderToStaticMarkup(<OtherChanges others={[...others]} />);
  const body = html.slice(html.indexOf("<tbody"));
  return [...body.matchAll(/<tr.*?<\/tr>/gs)].map(([row]) =>
    [...row.matchAll(/<t[dh].*?<\/t[dh]>/gs)].map(([cell]) => cell.replaceAll(/<[^>]*>/g, "").trim()),
  );
}

const names = (count: number): string[] => Array.from({ length: count }, (_, n) => `code-${n + 1}`);

describe("what else a draft changes", () => {
  it("F172 stands as a row each: what, its bearing, what was and what is", () => {
    const rows = rowsOf(
      other({ was: ["health-plan"], is: ["health-plan", "court"] }),
      other({
        kind: "segment",
        id: "bh",
        field: "guard",
        was: ["none"],
        is: ["authorization"],
        bearing: "narrows",
      }),
      other({ kind: "relation", id: "panel", field: "sources", was: ["a"], is: ["b"], bearing: "may-open" }),
      other({ kind: "role", id: "nurse", field: "title", was: ["Nurse"], is: ["RN"], bearing: "wording" }),
    );
    expect(rows).toEqual([
      ["purpose billing disclose.to", "Opens", "health-plan", "health-plan, court"],
      ["segment bh guard", "Narrows", "none", "authorization"],
      ["relation panel sources", "May open", "a", "b"],
      ["role nurse title", "Wording", "Nurse", "RN"],
    ]);
  });

  it("F172 of a whole that came has no field, and no spaces in place of it", () => {
    expect(rowsOf(other({ kind: "segment", id: "bh", field: "", is: ["guard: none"] }))).toEqual([
      ["segment bh", "Opens", "", "guard: none"],
    ]);
  });

  it.each([
    [6, "code-1, code-2, code-3, code-4, code-5, code-6"],
    [7, "code-1, code-2, code-3, code-4, code-5, code-6, and 1 more"],
    [40, "code-1, code-2, code-3, code-4, code-5, code-6, and 34 more"],
  ])(
    "F172 shortens lists: of %i entries six are shown, and it is said how many more there are",
    (count, text) => {
      expect(rowsOf(other({ was: names(count), is: names(count) }))[0]?.slice(2)).toEqual([text, text]);
    },
  );

  it("F172 shows an empty list as that, not as an entry", () => {
    expect(rowsOf(other({ was: ["court"], is: [] }))[0]?.slice(2)).toEqual(["court", ""]);
  });

  it("F172 says that nothing else changes, in place of a table", () => {
    const html = renderToStaticMarkup(<OtherChanges others={[]} />);
    expect(html).toContain("Nothing else changes");
    expect(html).not.toContain("<tbody");
  });

  it("F172 shows nothing at all while it is not known", () => {
    expect(renderToStaticMarkup(<OtherChanges others={null} />)).toBe("");
  });
});
