import { z } from "@hono/zod-openapi";
import { describe, expect, it } from "vitest";
import { issueText } from "./input-issues.ts";

const Published = z.strictObject({
  id: z.uuid(),
  kind: z.enum(["agreed", "self-pay"]),
  from: z.iso.date(),
  limit: z.int().min(1).max(500),
  note: z.string().max(10),
  names: z.array(z.string()).min(1),
  ref: z.string().regex(/^[A-Z]/),
});
const GOOD = {
  id: "0199f2b4-7c1d-7e02-9a3f-5b6c7d8e9f00",
  kind: "agreed",
  from: "2026-05-04",
  limit: 5,
  note: "",
  names: ["a"],
  ref: "A",
};

function problemsOf(sent: object): readonly string[] {
  const read = Published.safeParse({ ...GOOD, ...sent });
  return read.success ? [] : read.error.issues.map(issueText);
}

describe("what is told of a field that is not as published", () => {
  it.each([
    [{ id: "ID" }, "id: must be an id such as 0199f2b4-7c1d-7e02-9a3f-5b6c7d8e9f00"],
    [{ kind: "other" }, "kind: must be agreed or self-pay"],
    [{ from: "tomorrow" }, "from: must be a date such as 2026-05-04"],
    [{ limit: 0 }, "limit: must be at least 1"],
    [{ note: "Jane Doe, 555-01-0002" }, "note: must be at most 10 characters"],
    [{ names: [] }, "names: must be at least 1 item"],
    [{ names: "Jane" }, "names: must be a list"],
    [{ ref: "jane" }, "ref: is not in the form published"],
    [{ jane: 1 }, "the request: has members that are not published"],
  ])("says of %j what was expected", (sent, told) => {
    expect(problemsOf(sent)).toEqual([told]);
  });

  it("says of several forms what each of them lacks", () => {
    const forms = z.union([
      z.strictObject({ draft: z.string() }),
      z.strictObject({ files: z.array(z.string()) }),
    ]);
    const read = forms.safeParse({ jane: 1 });
    expect(read.success ? [] : read.error.issues.map(issueText)).toEqual([
      "the request: has none of the forms published (draft: is missing, and must be text; the request: has members that are not published), or (files: is missing, and must be a list; the request: has members that are not published)",
    ]);
  });

  it("repeats nothing that was sent", () => {
    const secret = "Q7Q7Q7";
    const everywhere = Object.fromEntries(Object.keys(GOOD).map((name) => [name, secret]));
    expect(problemsOf({ ...everywhere, [secret]: 1 }).join()).not.toContain(secret);
  });
});
