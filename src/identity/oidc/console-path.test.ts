import { describe, expect, it } from "vitest";
import { consolePath } from "./console-path.ts";

describe("consolePath", () => {
  it.each(["/", "/work", "/policy/drafts/7?tab=diff#cells"])("goes back to `%s`", (path) => {
    expect(consolePath(path)).toBe(path);
  });

  it.each([
    "",
    "work",
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/.//evil.example",
    "javascript:alert(1)",
    "/api/v1/session/oidc",
    "/fhir/Patient",
    `/${"a".repeat(600)}`,
  ])("goes to `/` instead of `%s`", (path) => {
    expect(consolePath(path)).toBe("/");
  });
});
