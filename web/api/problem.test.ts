import { describe, expect, it } from "vitest";
import { ApiError, isDenial, problemFrom, problemOf } from "./problem.ts";

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });

describe("what went wrong", () => {
  it("RFC 9457 keeps the server's code, words, rule, next step and entry", async () => {
    const body = {
      code: "no_grant",
      title: "no rule grants this",
      detail: "d",
      rule: "r",
      next: "n",
      entry: "e",
    };
    expect(await problemFrom(answer(403, { ...body, type: "x", status: 403 }))).toEqual({
      ...body,
      status: 403,
    });
  });

  it("reads the gateway's OperationOutcome, with the entry of its header", async () => {
    const outcome = {
      resourceType: "OperationOutcome",
      issue: [
        {
          code: "forbidden",
          details: { coding: [{ code: "element_never" }], text: "the purpose may never give this element" },
          diagnostics: "Rule: ceiling:never/billing. Choose another purpose.",
        },
      ],
    };
    expect(await problemFrom(answer(403, outcome, { "x-request-id": "e1" }))).toEqual({
      code: "element_never",
      title: "the purpose may never give this element",
      status: 403,
      rule: "ceiling:never/billing",
      next: "Choose another purpose.",
      entry: "e1",
    });
  });

  it.each(["", "<html>", "[]", "null", '{"code":7}', '{"resourceType":"OperationOutcome","issue":7}'])(
    "says the status alone of an answer that holds %j",
    async (body) => {
      const { code, title } = await problemFrom(answer(502, body));
      expect([code, title]).toEqual(["unknown", "the server answered with status 502"]);
    },
  );

  it("calls an error that is not the server's unreachable, which can be tried again", () => {
    const problem = problemOf(new TypeError("Failed to fetch"));
    expect([problem.code, isDenial(problem)]).toEqual(["unreachable", false]);
  });

  it.each([
    [401, true],
    [403, true],
    [404, true],
    [500, false],
    [503, false],
  ])("UX takes status %i for a denial: %s", (status, denial) => {
    const problem = { code: "c", title: "t", status };
    expect(isDenial(problemOf(new ApiError(problem)))).toBe(denial);
  });
});
