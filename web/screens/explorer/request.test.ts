import { describe, expect, it } from "vitest";
import { EMPTY, EXAMPLES, pretty, requestOf } from "./request.ts";

describe("a request of the explorer", () => {
  it("starts with a slash, whether or not one was typed", () => {
    expect(requestOf({ ...EMPTY, target: " Patient/1 " }).target).toBe("/Patient/1");
    expect(requestOf({ ...EMPTY, target: "/Patient/1" }).target).toBe("/Patient/1");
  });

  it("has a body only where the method takes one", () => {
    expect(requestOf({ ...EMPTY, body: "{}" })).toMatchObject({ body: null, headers: {} });
    expect(requestOf({ ...EMPTY, method: "PUT", body: "{}" })).toMatchObject({ body: "{}" });
  });

  it.each([
    ["POST", "/Patient/_search", "application/x-www-form-urlencoded"],
    ["POST", "/Patient", "application/fhir+json"],
    ["PATCH", "/Patient/1", "application/json-patch+json"],
  ] as const)("names the media type of a %s to %s", (method, target, type) => {
    expect(requestOf({ ...EMPTY, method, target, body: "x" }).headers).toEqual({ "content-type": type });
  });

  it("breaks the lines of json, and leaves anything else", () => {
    expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(pretty("%PDF")).toBe("%PDF");
  });

  it("offers examples that name no patient of the demo", () => {
    for (const { draft } of EXAMPLES) expect(draft.target).toMatch(/^\/[A-Za-z]/);
  });
});
