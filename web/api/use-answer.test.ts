import { describe, expect, it } from "vitest";
import { answers } from "./use-answer.ts";

const asked = (...key: readonly unknown[]) => ["answer", "priya.privacy", "compliance", null, ...key];

describe("which answers an act outdates", () => {
  it.each([
    ["every page of the list", asked("policy", "drafts", { limit: "50" }), true],
    ["for every person", ["answer", null, null, null, "policy", "drafts"], true],
    ["another question of the policy", asked("policy", "draft", "1"), false],
    ["a question that names it later", asked("record", "policy", "drafts"), false],
    ["what is no answer", ["session"], false],
    ["what only looks like one", ["other", "x", "y", null, "policy", "drafts"], false],
  ])("%s", (_what, key, expected) => {
    expect(answers(key, ["policy", "drafts"])).toBe(expected);
  });
});
