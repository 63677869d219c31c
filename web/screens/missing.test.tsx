import type { UseQueryResult } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { ApiError } from "../api/problem.ts";
import { Answered } from "./answered.tsx";
import { missing } from "./missing.tsx";

/** What a screen shows in words once the server has answered so. */
function shown(code: string, kind?: Parameters<typeof missing>[0]): string {
  const title = "there is no such record for you";
  const error = new ApiError({ code, title, status: 404, next: "Find the patient." });
  const query = { data: undefined, error, dataUpdatedAt: 0 } as unknown as UseQueryResult<string>;
  const said = kind === undefined ? {} : { missing: missing(kind) };
  return renderToStaticMarkup(
    <Answered query={query} what="it" {...said}>
      {(value) => value}
    </Answered>,
  );
}

describe("an address that names nothing", () => {
  it.each([
    ["role", "The policy in force has no such role", "/policy/roles"],
    ["purpose", "The policy in force has no such purpose", "/policy/matrix?view=purposes"],
    ["draft", "There is no such draft", "/policy/drafts?status=all"],
    ["segment", "The policy in force has no such segment", "/segments"],
  ] as const)("F006 of a %s says so, leads to the list, and speaks of no patient", (kind, text, href) => {
    const html = shown("name_unknown", kind);
    expect(html).toContain(text);
    expect(html).toContain(`href="${href}"`);
    expect(html).not.toMatch(/patient|record/);
  });

  it.each([
    ["another denial", shown("relation_absent", "role")],
    ["a page that may ask for a patient", shown("not_found")],
  ])("F006 of %s stays a denial with its reason", (_what, html) => {
    expect(html).toContain("There is no such record for you.");
  });
});
