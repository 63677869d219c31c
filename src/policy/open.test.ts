import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fixedClock } from "../kernel/clock.ts";
import { openPolicy, openPolicySource } from "./open.ts";

const dir = mkdtempSync(join(tmpdir(), "modicum-open-"));
afterAll(() => rmSync(dir, { recursive: true }));
const clock = fixedClock("2026-05-04T15:00:00Z");

test("F007 POL-108 no policy is opened from an empty folder", async () => {
  await expect(openPolicy(dir, clock)).rejects.toMatchObject({ code: "policy_invalid" });
});

test("F007 POL-601 a policy with errors is not opened, and says how many there are", async () => {
  writeFileSync(join(dir, "org.yaml"), "kind: Org\n");
  await expect(openPolicy(dir, clock)).rejects.toThrow(/error POL-105: .*, and \d+ more$/);
});

test("F006 POL-607 the text of the policy in force is known by paths within its folder", async () => {
  const content = join(import.meta.dirname, "../../content");
  const { policy, source } = await openPolicySource(content, clock);
  expect(source.policyHash).toBe(policy.hash);
  expect(source.files.map(({ path }) => path)).toContain("roles/biller.yaml");
  expect(source.fixtures.map(({ path }) => path)).toContain("tests/fixtures/account-balance.json");
});
